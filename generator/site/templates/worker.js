// The page "For you" without a network: what it loaded the last time is at hand. With a network,
// everything comes from there.

const NAME = `for-you ${self.registration.scope}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page says what it loaded: that is kept, and nothing else.
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

self.addEventListener("fetch", (event) => {
  const isOurs = new URL(event.request.url).origin === self.location.origin;
  if (isOurs && event.request.method === "GET") event.respondWith(answer(event.request));
});

async function keep(addresses) {
  const cache = await caches.open(NAME);
  for (const { url } of await cache.keys())
    if (!addresses.includes(url)) await cache.delete(url);
  const known = await Promise.all(addresses.map((url) => cache.match(url)));
  await Promise.allSettled(addresses.filter((_, at) => !known[at]).map((url) => cache.add(url)));
}

async function answer(request) {
  const cache = await caches.open(NAME);
  try {
    const found = await fetch(request);
    if (found.ok) await cache.put(request.url, found.clone());
    return found;
  } catch {
    return (await cache.match(request.url)) ?? Response.error();
  }
}
