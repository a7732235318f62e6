import type { VerifierState } from '@quiva/verifier'
import type { Settings } from './settings.ts'

type Heard = Pick<VerifierState, 'connected' | 'url' | 'trouble'>
type State = 'connected' | 'some' | 'none'

export type Report = (processes: readonly Heard[]) => void

/** How often another reason is said while the state is the same: with several gateways each attempt has its own. */
const REPEAT_MS = 60_000

/** What the operator can do, by the code with which a gateway refuses (docs/verifier-protocol.md). */
const ADVICE: Record<string, string> = {
  4401: 'QUIVA_API_KEY is no key of this gateway, or it was deleted or has expired',
  4403: 'QUIVA_API_KEY lacks the scope tokens:introspect, or may not be used from this network',
  1006: 'check QUIVA_URL, and that the gateway runs',
}

/**
 * Says when there is no gateway, why, and what that means; and when there is one: at once when that changes, and another
 * reason, or another number of processes, at most once a minute. `report` gets what each process has heard. A process
 * that still connects says nothing yet. `now` is in milliseconds, of a clock that is never set.
 */
export function createReport(
  settings: Pick<Settings, 'processes' | 'maxStaleMs'>,
  write: (line: string) => void,
  now: () => number = () => performance.now(),
): Report {
  let said: { state: State; line: string; at: number } | undefined
  return (processes) => {
    const found = look(processes, settings)
    if (found === undefined || found.line === said?.line) return
    const isNews = said === undefined || isChange(said.state, found.state)
    if (!isNews && said && now() - said.at < REPEAT_MS) return
    said = { ...found, at: now() }
    write(`${found.line}\n`)
  }
}

/** That the first of the lost processes finds a gateway again is less than that the last one loses it. */
function isChange(before: State, after: State): boolean {
  return before !== after && !(before === 'none' && after === 'some')
}

function look(
  processes: readonly Heard[],
  { processes: all, maxStaleMs }: Pick<Settings, 'processes' | 'maxStaleMs'>,
): { state: State; line: string } | undefined {
  const troubles = processes.flatMap(({ connected, trouble }) => (connected ? [] : (trouble ?? [])))
  const [trouble] = troubles
  if (trouble !== undefined) {
    const isOne = all === 1
    const who = isOne ? 'quiva-edge has' : `quiva-edge: ${troubles.length} of ${all} processes have`
    // With MAX_STALE_SECONDS, remembered credentials are still honoured for a while.
    const effect = maxStaleMs > 0 ? '' : ` and ${isOne ? 'lets' : 'let'} nobody through`
    const advice = ADVICE[trouble.slice(0, 4)]
    return {
      state: troubles.length < all ? 'some' : 'none',
      line: `${who} no gateway${effect}: ${trouble}${advice ? ` (${advice})` : ''}. ${isOne ? 'It tries' : 'They try'} again.`,
    }
  }
  if (processes.length < all || !processes.every(({ connected }) => connected)) return undefined
  const urls = [...new Set(processes.flatMap(({ url }) => url ?? []))]
  return { state: 'connected', line: `quiva-edge is connected to ${urls.sort().join(', ')}` }
}
