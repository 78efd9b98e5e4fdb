/** What the bus said while one question was under way. */
class Heard {
    told = [];

    /**
     * What of it counts after the answer, which took the place of the rows of one tab and of
     * all figures; its clock does not.
     */
    of(tab) {
        return this.told.map(({ counts, scope, ...rest }) => ({
            counts,
            scope,
            ...(rest.tab === tab ? rest : {}),
            now: "",
        }));
    }
}

/** Keeps what the bus says while the server is asked: it may be newer than the answer. */
export class Hearing {
    underWay = new Set();

    /** @returns {Promise<{ answer: any, heard: Heard }>} */
    async during(asked) {
        const heard = new Heard();
        this.underWay.add(heard);
        try {
            return { answer: await asked, heard };
        } finally {
            this.underWay.delete(heard);
        }
    }

    hear(told) {
        this.underWay.forEach((heard) => heard.told.push(told));
    }
}
