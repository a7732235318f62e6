/** Whether a nats-server is 2.10 or newer. A version that can't be read is too old. */
export function isNats210(version: string): boolean {
  const [, major = 0, minor = 0] = /^v?(\d+)\.(\d+)\b/.exec(version)?.map(Number) ?? []
  return major > 2 || (major === 2 && minor >= 10)
}
