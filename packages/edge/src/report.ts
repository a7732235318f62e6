import type { VerifierState } from '@quiva/verifier'

type Heard = Pick<VerifierState, 'connected' | 'url' | 'trouble'>

export type Report = (processes: readonly Heard[]) => void

/** What the operator can do, by the code with which a gateway refuses (docs/verifier-protocol.md). */
const ADVICE: Record<string, string> = {
  4401: 'QUIVA_API_KEY is no key of this gateway, or it was deleted or has expired',
  4403: 'QUIVA_API_KEY lacks the scope tokens:introspect, or may not be used from this network',
  1006: 'check QUIVA_URL, and that the gateway runs',
}

/**
 * Says once when there is no gateway, why, and what that means; and once when there is one. `report` gets what each
 * process has heard. A process that still connects says nothing yet.
 */
export function createReport(write: (line: string) => void): Report {
  let said = ''
  return (processes) => {
    const line = lineFor(processes)
    if (line === undefined || line === said) return
    said = line
    write(`${line}\n`)
  }
}

function lineFor(processes: readonly Heard[]): string | undefined {
  const lost = processes.find(({ connected, trouble }) => !connected && trouble !== undefined)
  if (lost?.trouble !== undefined) {
    const advice = ADVICE[lost.trouble.slice(0, 4)]
    return `quiva-edge has no gateway and lets nobody through: ${lost.trouble}${advice ? ` (${advice})` : ''}. It tries again.`
  }
  if (processes.length === 0 || !processes.every(({ connected }) => connected)) return undefined
  const urls = [...new Set(processes.flatMap(({ url }) => url ?? []))]
  return `quiva-edge is connected to ${urls.sort().join(', ')}`
}
