/** The one sale of the detail page: where it is asked for, what is known of it, and where it is shown. */
import { Countdown } from './countdown.js';
import { PurchaseView, VOID } from './purchase-view.js';

const root = document.getElementById('sale');
const { start, end, stock } = root.dataset;

export const { id, timeNowUrl, exposerUrl, executionUrl, resultUrl } = root.dataset;

/** `md5` is this buyer's address, once the server has told it. */
export const sale = { start: Number(start), end: Number(end), stock: Number(stock), md5: null };

export const view = new PurchaseView(root);
export const countdown = new Countdown(document.getElementById('countdown'));

let turns = 0;

/** Ends all earlier turns: what they still wait for never comes back to them. */
export function newTurn() {
    const mine = ++turns;
    return {
        heard: awaited => new Promise(resolve => awaited.then(value => mine === turns && resolve(value))),
        say: (state, words) => view.show(state, words),
    };
}

/**
 * Takes over what the exposer answered.
 *
 * @param held the purchase of this buyer, if there is one: a stock that was read before it still has its unit
 */
export function learn(exposure, held = null) {
    const moved = exposure.start !== sale.start || exposure.end !== sale.end;
    sale.start = exposure.start;
    sale.end = exposure.end;
    const tooEarly = held !== null && held.state !== VOID && exposure.stockAt < held.createTime;
    learnStock(exposure.stock - (tooEarly ? 1 : 0));
    if (moved) {
        view.showWindow(sale.start, sale.end);
        countdown.aim(sale.start, sale.end);
    }
}

export function learnStock(stock) {
    sale.stock = Math.max(0, stock);
    view.showStock(sale.stock);
}
