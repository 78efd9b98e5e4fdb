/**
 * Until when an answer can be taken back, by the clock of this PC. That clock may be wrong by
 * an hour: the server says how long, not until when.
 *
 * @param {{ delivery_id: number, undo_left: number }} pending undo_left: seconds from now
 * @returns {{ deliveryId: number, over: number }} over: milliseconds since 1970
 */
export function pendingOf({ delivery_id, undo_left }) {
    return { deliveryId: delivery_id, over: Date.now() + undo_left * 1000 };
}
