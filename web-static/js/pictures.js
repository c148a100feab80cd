/** A picture of goods that cannot be loaded gives its place to the parcel. */

const parcel = document.body.dataset.parcel;

function replace(picture) {
    // Once: the parcel itself may be missing.
    if (picture.src !== new URL(parcel, document.baseURI).href) {
        picture.src = parcel;
    }
}

// Such an event does not rise, but it does come down.
document.addEventListener('error', event => event.target.matches?.('.shop-picture') && replace(event.target), true);
for (const picture of document.querySelectorAll('.shop-picture')) {
    // It failed before this script ran, or it is one whose size the browser cannot tell.
    if (picture.complete && picture.naturalWidth === 0) {
        picture.decode().catch(() => replace(picture));
    }
}
