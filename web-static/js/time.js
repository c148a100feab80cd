/** Says every <time> of the page in the reader's language and time zone, which it names after the time. */

const language = document.documentElement.lang;
// By the server's clock, where the page leaves out the year.
const thisYear = document.querySelector('[data-year]')?.dataset.year;
const brief = { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' };
const full = { year: 'numeric', ...brief };
const toTheMinute = new Intl.DateTimeFormat(language, full);
const toTheSecond = new Intl.DateTimeFormat(language, { ...full, second: '2-digit' });
const briefly = new Intl.DateTimeFormat(language, brief);
const zone = new Intl.DateTimeFormat(language, { timeZoneName: 'short' });

/** @param {HTMLTimeElement} time */
export function say(time, epochMs) {
    const at = new Date(epochMs);
    time.dateTime = at.toISOString();
    time.textContent = `${formatOf(time, at).format(at)} ${zoneOf(at)}`;
}

function formatOf(time, at) {
    if ('brief' in time.dataset) {
        return String(at.getFullYear()) === thisYear ? briefly : toTheMinute;
    }
    return at.getUTCSeconds() === 0 ? toTheMinute : toTheSecond;
}

// Chinese would put it between the date and the time.
function zoneOf(at) {
    return zone.formatToParts(at).find(part => part.type === 'timeZoneName').value;
}

for (const time of document.querySelectorAll('time[datetime]')) {
    say(time, Date.parse(time.dateTime));
}
