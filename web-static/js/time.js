/** Says every <time> of the page in the reader's language and time zone. */

const language = document.documentElement.lang;
const toTheMinute = {
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short',
};
const minutes = new Intl.DateTimeFormat(language, toTheMinute);
const seconds = new Intl.DateTimeFormat(language, { ...toTheMinute, second: '2-digit' });

/** @param {HTMLTimeElement} time */
export function say(time, epochMs) {
    const at = new Date(epochMs);
    time.dateTime = at.toISOString();
    time.textContent = (at.getUTCSeconds() === 0 ? minutes : seconds).format(at);
}

for (const time of document.querySelectorAll('time[datetime]')) {
    say(time, Date.parse(time.dateTime));
}
