/** What the detail page shows of a purchase. Every word comes from the template. */
import { money } from './money.js';
import { say } from './time.js';

/** The state of a purchase that was cancelled. */
export const VOID = -1;

const PRESSABLE = new Set(['login', 'changed', 'ready', 'error']);
const BREAKS = new Set(['loading', 'working', 'queued', 'busy', 'unknown']);
const HELD = new Set(['bought', 'already', 'void']);

export class PurchaseView {
    #root;
    #button;
    #status;
    #receipt;
    #order;
    #focusOwed = false;

    /** Called with the state in which the button was pressed. */
    onPress = () => {};

    constructor(root) {
        this.#root = root;
        this.#button = root.querySelector('#buy');
        this.#status = root.querySelector('#status');
        this.#receipt = root.querySelector('#purchase');
        this.#order = root.querySelector('#order');
        this.#button.addEventListener('click', () => this.onPress(this.state));
    }

    get state() {
        return this.#root.dataset.state;
    }

    /**
     * @param words which words to say, where a state has more than one way to be reached
     * @param about what these words are about, where they leave it open by a star
     */
    show(state, words = state, about = '') {
        this.#focusOwed ||= document.activeElement === this.#button;
        this.#root.dataset.state = state;
        this.#button.disabled = !PRESSABLE.has(state);
        this.#button.textContent = this.#words('button', state);
        const said = this.#words('state', words).replace('*', () => about);
        // A screen reader would read out the same words again.
        if (this.#status.textContent !== said) {
            this.#status.textContent = said;
        }
        if (state !== 'queued' && !this.#order.hidden) {
            this.#swapIn('rules');
        }
        this.#payFocus(state);
    }

    /** Words for the moment that has come: they are said aloud. */
    momentWords(moment) {
        return this.#words('moment', moment);
    }

    showStock(stock) {
        const offered = Math.max(Number(this.#root.dataset.offered), stock);
        const percent = stock === 0 ? 0 : Math.max(1, Math.floor(stock * 100 / offered));
        this.#root.querySelector('#stock').textContent = stock;
        this.#root.querySelector('progress').value = percent;
        this.#root.querySelector('[data-left]').textContent =
            this.#root.querySelector('[data-left-text]').textContent.replace('*', percent);
    }

    showWindow(start, end) {
        say(this.#root.querySelector('#start time'), start);
        say(this.#root.querySelector('#end time'), end);
    }

    /** The order's number is the receipt's, later. */
    showQueued(ticket, words) {
        this.show('queued', words);
        this.#order.querySelector('[data-order="ticket"]').textContent = ticket;
        this.#swapIn('order');
    }

    /** @param {?{userPhone: string, ticket: string, state: number, createTime: number, price: number, currency: string, decimals: number}} purchase */
    showPurchase(purchase) {
        const before = this.#receipt.hidden;
        this.#swapIn(purchase ? 'purchase' : 'rules');
        if (purchase) {
            this.#receipt.dataset.record = purchase.state;
            const place = name => this.#receipt.querySelector(`[data-receipt="${name}"]`);
            place('price').textContent = money(purchase.price, purchase.currency, purchase.decimals);
            place('state').textContent = this.#words('record', purchase.state);
            place('phone').textContent = purchase.userPhone;
            place('ticket').textContent = purchase.ticket;
            say(place('time'), purchase.createTime);
            if (before && this.state === 'bought') {
                this.#bringIntoView();
            }
        }
    }

    /** Of what lies in one place, one is seen. */
    #swapIn(shown) {
        for (const section of this.#root.querySelectorAll('#rules, #order, #purchase')) {
            section.hidden = section.id !== shown;
        }
    }

    /** A disabled button cannot keep the focus: it gets it back after a break, or its outcome does. */
    #payFocus(state) {
        if (PRESSABLE.has(state) && this.#focusOwed) {
            if (document.activeElement === document.body) {
                this.#button.focus();
            }
        }
        if (!BREAKS.has(state) && !HELD.has(state)) {
            this.#focusOwed = false;
        }
    }

    #bringIntoView() {
        this.#receipt.scrollIntoView({ block: 'nearest' });
        // Whoever has gone on to something else meanwhile is not called back.
        if (this.#focusOwed && [document.body, this.#button].includes(document.activeElement)) {
            this.#receipt.querySelector('h2').focus({ preventScroll: true });
        }
        this.#focusOwed = false;
    }

    #words(kind, key) {
        return this.#root.querySelector(`[data-${kind}-text="${key}"]`)?.textContent ?? '';
    }
}
