/**
 * Counts down to the opening, then to the close, by the server's clock, and tells when one has come.
 * It only ever suggests to ask the server: the server's window decides.
 */
import { now } from './clock.js';

const DAY = 86_400, HOUR = 3_600, MINUTE = 60;
const TENTHS_BELOW_MS = 10_000;
// What is worth saying aloud, in seconds before the moment that is counted down to.
const MILESTONES = { soon: [10, 60, 600], open: [60], over: [] };

export class Countdown {
    #root;
    #start = 0;
    #end = 0;
    #timer = 0;
    #remaining = 0;

    /** 'soon', 'open' or 'over' */
    phase = 'soon';

    onPhase = () => {};

    /** Called with, say, 'soon-600': a milestone's phase and its seconds */
    onMilestone = () => {};

    constructor(root) {
        this.#root = root;
        // The timers of a hidden page are slowed down.
        document.addEventListener('visibilitychange', () => this.#timer && this.#tick());
    }

    /** Begins anew, without telling: whoever aims looks at `phase` himself. */
    aim(start, end) {
        this.#start = start;
        this.#end = end;
        this.#look();
        this.#tick();
    }

    #tick() {
        clearTimeout(this.#timer);
        const { phase: before, remaining: beforehand } = this.#look();
        this.#show();
        if (this.phase !== 'over') {
            const step = this.#remaining <= TENTHS_BELOW_MS ? 100 : 1000;
            this.#timer = setTimeout(() => this.#tick(), this.#remaining % step || step);
        }
        if (this.phase !== before) {
            this.onPhase();
        } else {
            this.#tellMilestone(beforehand);
        }
    }

    /** @returns what held until now */
    #look() {
        const before = { phase: this.phase, remaining: this.#remaining };
        const time = now();
        this.phase = time < this.#start ? 'soon' : time < this.#end ? 'open' : 'over';
        this.#remaining = Math.max(0, (this.phase === 'soon' ? this.#start : this.#end) - time);
        return before;
    }

    #tellMilestone(beforehand) {
        const passed = MILESTONES[this.phase].find(s => beforehand > s * 1000 && this.#remaining <= s * 1000);
        if (passed) {
            this.onMilestone(`${this.phase}-${passed}`);
        }
    }

    #show() {
        this.#root.dataset.countdown = this.phase;
        for (const label of this.#root.querySelectorAll('[data-countdown-to]')) {
            label.hidden = label.dataset.countdownTo !== this.phase;
        }
        const last = this.#remaining <= TENTHS_BELOW_MS;
        const seconds = Math.ceil(this.#remaining / 1000);
        this.#part('days', Math.floor(seconds / DAY));
        this.#part('hours', Math.floor(seconds % DAY / HOUR));
        this.#part('minutes', Math.floor(seconds % HOUR / MINUTE));
        this.#part('seconds', seconds % MINUTE, last ? (Math.ceil(this.#remaining / 100) / 10).toFixed(1) : null);
    }

    #part(name, value, words = null) {
        this.#root.querySelector(`[data-part="${name}"]`).textContent = words ?? String(value).padStart(2, '0');
    }
}
