/** Answers that are about to leave and can still be taken back, wherever one works meanwhile. */
export class SentAnswers {
    /** {deliveryId, appealId, who, over: milliseconds since 1970 by this PC, whole: seconds} */
    waiting = [];

    follow(answer) {
        const whole = Math.max(1, Math.ceil((answer.over - Date.now()) / 1000));
        this.forget(answer.deliveryId);
        this.waiting.push({ ...answer, whole });
    }

    forget(deliveryId) {
        this.waiting = this.waiting.filter((each) => each.deliveryId !== deliveryId);
    }

    /** Those whose own composer, which offers the same, is not on screen. */
    besides(appealId) {
        return this.waiting.filter((each) => each.appealId !== appealId);
    }
}
