/** Shortens times of more than 15 s, longer than a question to the server may take, to a twentieth. */
(() => {
    const wait = window.setTimeout;
    window.setTimeout = (task, ms = 0, ...given) => wait(task, ms > 15_000 ? ms / 20 : ms, ...given);
})();
