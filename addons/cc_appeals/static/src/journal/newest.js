/**
 * Of several questions the answer to the newest counts. The others end as well, so that
 * whoever waits for them goes on; Odoo's KeepLast lets them wait for ever.
 */
export class Newest {
    asked = null;

    /**
     * @param {Promise} asked
     * @param {(answer: any) => void} take its answer, unless another was asked since
     */
    async of(asked, take) {
        this.asked = asked;
        try {
            const answer = await asked;
            if (this.asked === asked) {
                take(answer);
            }
        } catch (error) {
            if (this.asked === asked) {
                throw error;
            }
        }
    }

    /** Nobody wants to know any more. */
    forget() {
        this.asked = null;
    }
}
