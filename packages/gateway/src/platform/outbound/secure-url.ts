import { isIP } from 'node:net'

/** Whether what is said to `url` stays secret on the way: https, or a server on this machine. */
export function isHttpsOrLoopback({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true
  const loopback = hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && /^127\./.test(hostname))
  return protocol === 'http:' && loopback
}
