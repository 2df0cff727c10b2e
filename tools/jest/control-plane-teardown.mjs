export default async function teardown() {
  await globalThis.clusterwrightControlPlane?.stop({ discard: true });
}
