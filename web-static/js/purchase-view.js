/** What the detail page shows of a purchase. Every word comes from the template. */
import { say } from './time.js';

const PRESSABLE = new Set(['login', 'ready', 'error']);

export class PurchaseView {
    #root;
    #button;
    #status;
    #receipt;

    constructor(root, onPress) {
        this.#root = root;
        this.#button = root.querySelector('#buy');
        this.#status = root.querySelector('#status');
        this.#receipt = root.querySelector('#purchase');
        this.#button.addEventListener('click', () => onPress(this.state));
    }

    get state() {
        return this.#root.dataset.state;
    }

    /** @param words which words to say, where a state has more than one way to be reached */
    show(state, words = state) {
        this.#root.dataset.state = state;
        this.#button.disabled = !PRESSABLE.has(state);
        this.#button.textContent = this.#words('button', state);
        const said = this.#words('state', words);
        // A screen reader would read out the same words again.
        if (this.#status.textContent !== said) {
            this.#status.textContent = said;
        }
    }

    showStock(stock) {
        this.#root.querySelector('#stock').textContent = stock;
    }

    showWindow(start, end) {
        say(this.#root.querySelector('#start time'), start);
        say(this.#root.querySelector('#end time'), end);
    }

    /** @param {?{userPhone: string, ticket: string, state: number, createTime: number}} purchase */
    showPurchase(purchase) {
        this.#receipt.hidden = !purchase;
        if (purchase) {
            const place = name => this.#receipt.querySelector(`[data-receipt="${name}"]`);
            place('phone').textContent = purchase.userPhone;
            place('ticket').textContent = purchase.ticket;
            place('state').textContent = this.#words('record', purchase.state);
            say(place('time'), purchase.createTime);
        }
    }

    #words(kind, key) {
        return this.#root.querySelector(`[data-${kind}-text="${key}"]`)?.textContent ?? '';
    }
}
