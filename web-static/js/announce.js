/** Says something aloud that is not shown: for those who listen to the page. */

const $announcer = document.getElementById('announcer');

export function announce(words) {
    $announcer.textContent = words;
}
