/** Stops what the global set-up started. */
export default async function stopTestServers(): Promise<void> {
  await Promise.all((globalThis.testServers ?? []).map((server) => server.stop()));
}
