import { isIP } from 'node:net'

/** Whether nobody can read on the way what is sent to `url`: it is https, or a server on this computer. */
export function isHttpsOrLoopback({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true
  const loopback = hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && /^127\./.test(hostname))
  return protocol === 'http:' && loopback
}
