/** How long to wait before asking again. */

export const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Anything from 0 to `ms`: a crowd that waits for one moment must not ask in one moment. */
export const jitter = ms => Math.random() * ms;

/** Resolves once the page is seen: at once when it already is. */
export function visible() {
    return new Promise(resolve => {
        const look = () => {
            if (!document.hidden) {
                document.removeEventListener('visibilitychange', look);
                resolve();
            }
        };
        document.addEventListener('visibilitychange', look);
        look();
    });
}

/**
 * Exponential back-off, half of each wait random.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export class Patience {
    #wait;
    #longest;
    #left;

    constructor({ firstMs, longestMs, tries = Infinity }) {
        this.#wait = firstMs;
        this.#longest = longestMs;
        this.#left = tries;
    }

    /** To be asked after a try that failed: is there another one? */
    get spent() {
        this.#left -= 1;
        return this.#left <= 0;
    }

    /** Will the next wait be as long as any after it? */
    get slowest() {
        return this.#wait >= this.#longest;
    }

    /** Never shorter than what the server asked for. */
    async wait(atLeastMs = 0) {
        const wait = this.#wait;
        this.#wait = Math.min(wait * 2, this.#longest);
        await pause(Math.max(atLeastMs, wait / 2) + jitter(wait / 2));
    }
}
