/**
 * Counts down to the opening, then to the close, by the server's clock, and tells when one has come.
 * It only ever suggests to ask the server: the server's window decides.
 */
import { now } from './clock.js';

const DAY = 86_400, HOUR = 3_600, MINUTE = 60;

export class Countdown {
    #root;
    #onPhase;
    #start = 0;
    #end = 0;
    #timer = 0;

    /** 'soon', 'open' or 'over' */
    phase = 'soon';

    constructor(root, onPhase) {
        this.#root = root;
        this.#onPhase = onPhase;
        // The timers of a hidden page are slowed down.
        document.addEventListener('visibilitychange', () => this.#timer && this.#tick());
    }

    /** Begins anew, without telling: whoever aims looks at `phase` himself. */
    aim(start, end) {
        this.#start = start;
        this.#end = end;
        this.phase = this.#phaseNow();
        this.#tick();
    }

    #tick() {
        clearTimeout(this.#timer);
        const before = this.phase;
        this.phase = this.#phaseNow();
        const remaining = (this.phase === 'soon' ? this.#start : this.#end) - now();
        this.#show(Math.max(0, Math.ceil(remaining / 1000)));
        this.#timer = setTimeout(() => this.#tick(), remaining > 0 ? remaining % 1000 || 1000 : 1000);
        if (this.phase !== before) {
            this.#onPhase();
        }
    }

    #phaseNow() {
        const time = now();
        return time < this.#start ? 'soon' : time < this.#end ? 'open' : 'over';
    }

    #show(seconds) {
        this.#root.hidden = this.phase === 'over';
        for (const label of this.#root.querySelectorAll('[data-countdown-to]')) {
            label.hidden = label.dataset.countdownTo !== (this.phase === 'soon' ? 'start' : 'end');
        }
        this.#part('days', Math.floor(seconds / DAY), 1);
        this.#part('hours', Math.floor(seconds % DAY / HOUR), 2);
        this.#part('minutes', Math.floor(seconds % HOUR / MINUTE), 2);
        this.#part('seconds', seconds % MINUTE, 2);
    }

    #part(name, value, digits) {
        this.#root.querySelector(`[data-part="${name}"]`).textContent = String(value).padStart(digits, '0');
    }
}
