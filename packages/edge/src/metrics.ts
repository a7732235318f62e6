import type { VerifierState } from '@quiva/verifier'

/** What one process has done and has. */
export type Sample = {
  answers: Record<string, number>
  state: Pick<VerifierState, 'connected' | 'url' | 'trouble' | 'entries' | 'waiting' | 'hits' | 'misses'>
}

export type Counts = { count(status: number): void; answers(): Record<string, number> }

export function createCounts(): Counts {
  const answers: Record<string, number> = {}
  return {
    count(status) {
      answers[status] = (answers[status] ?? 0) + 1
    },
    answers: () => answers,
  }
}

/** The sums of all processes, in the text format of Prometheus. */
export function metricsText(samples: readonly Sample[]): string {
  const sum = (pick: (sample: Sample) => number) => samples.reduce((total, sample) => total + pick(sample), 0)
  const statuses = [...new Set(samples.flatMap(({ answers }) => Object.keys(answers)))].sort()
  const lines: string[] = []
  function metric(
    name: string,
    type: 'counter' | 'gauge',
    help: string,
    values: [labels: string, value: number][],
  ): void {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
    for (const [labels, value] of values) lines.push(`${name}${labels} ${value}`)
  }
  metric(
    'quiva_edge_answers_total',
    'counter',
    'Answers to /verify, by status.',
    statuses.map((status) => [`{status="${status}"}`, sum(({ answers }) => answers[status] ?? 0)]),
  )
  metric('quiva_edge_hits_total', 'counter', 'Questions that needed no gateway.', [
    ['', sum(({ state }) => state.hits)],
  ])
  metric('quiva_edge_misses_total', 'counter', 'Questions that waited for a gateway.', [
    ['', sum(({ state }) => state.misses)],
  ])
  metric('quiva_edge_waiting', 'gauge', 'Questions that wait now.', [['', sum(({ state }) => state.waiting)]])
  metric('quiva_edge_entries', 'gauge', 'Credentials that are remembered, in all processes.', [
    ['', sum(({ state }) => state.entries)],
  ])
  metric('quiva_edge_processes', 'gauge', 'Processes that answer.', [['', samples.length]])
  metric('quiva_edge_connected_processes', 'gauge', 'Processes that have a lease of a gateway.', [
    ['', samples.filter(({ state }) => state.connected).length],
  ])
  return `${lines.join('\n')}\n`
}
