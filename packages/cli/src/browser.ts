import { spawn } from 'node:child_process'

type Variables = Record<string, string | undefined>

/** A program and its arguments. */
type Command = [program: string, ...args: string[]]

/**
 * What opens an address in the browser of the person at this computer; undefined where nobody would see it: in CI, over
 * SSH, or on a Linux without a screen, where some openers start a browser inside the terminal.
 */
export function browserCommand(address: string, variables: Variables, platform: NodeJS.Platform): Command | undefined {
  const isSet = (name: string) => !['', '0', 'false'].includes(variables[name] ?? '')
  if (['CI', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some(isSet)) return undefined
  switch (platform) {
    case 'darwin':
      return ['open', address]
    case 'win32':
      // Not through a shell, for which an address has characters with a meaning.
      return ['rundll32', 'url.dll,FileProtocolHandler', address]
    default:
      if (isSet('WSL_DISTRO_NAME')) return ['wslview', address]
      return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY') ? ['xdg-open', address] : undefined
  }
}

/** An address as it may be handed to another program; undefined unless it is one of the web. */
export function webAddress(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined
}

/** Whether a browser was asked to open the address. Whether it does, nobody knows: so the address is printed, too. */
export function openBrowser(address: string, variables: Variables): boolean {
  const safe = webAddress(address)
  const [program, ...args] = (safe !== undefined && browserCommand(safe, variables, process.platform)) || []
  if (program === undefined) return false
  const child = spawn(program, args, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
  return true
}
