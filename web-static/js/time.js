/** Says every <time> of the page in the reader's language and time zone, which it names. */

const language = document.documentElement.lang;
const brief = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' };
const full = { year: 'numeric', ...brief };
const toTheMinute = new Intl.DateTimeFormat(language, full);
const toTheSecond = new Intl.DateTimeFormat(language, { ...full, second: '2-digit' });
const briefly = new Intl.DateTimeFormat(language, brief);

/** @param {HTMLTimeElement} time */
export function say(time, epochMs) {
    const at = new Date(epochMs);
    time.dateTime = at.toISOString();
    time.textContent = formatOf(time, at).format(at);
}

function formatOf(time, at) {
    if ('brief' in time.dataset) {
        return briefly;
    }
    return at.getUTCSeconds() === 0 ? toTheMinute : toTheSecond;
}

for (const time of document.querySelectorAll('time[datetime]')) {
    say(time, Date.parse(time.dateTime));
}
