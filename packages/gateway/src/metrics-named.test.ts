import { readFile } from 'node:fs/promises'
import { parser } from '@prometheus-io/lezer-promql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { METRICS_TOKEN } from '../test/gateway.ts'
import { type BusGateway, openBusGateway } from '../test/nats/bus-gateway.ts'

const root = new URL('../../../', import.meta.url)
const read = (path: string) => readFile(new URL(path, root), 'utf8')

/** What scrapers add. */
const OF_PROMETHEUS = new Set(['up'])

type Rule = { alert: string; expr: string; labels: Record<string, string>; annotations: Record<string, string> }
type Dashboard = { panels: { title: string; targets: { expr: string }[] }[] }

/** The names of metrics in an expression; throws where it is none. */
function metricsIn(expression: string): string[] {
  // Grafana puts an interval there.
  const text = expression.replaceAll('$__rate_interval', '5m')
  const names: string[] = []
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      if (type.isError) throw new Error(`no PromQL: ${text} at ${from}`)
      if (name === 'Identifier') names.push(text.slice(from, to))
    },
  })
  return names
}

describe('the metrics of a gateway', () => {
  let bus: BusGateway
  /** Names as they are in `# TYPE`, with their types. */
  const types = new Map<string, string>()
  beforeAll(async () => {
    // Without a server: there is a metric that says so.
    bus = await openBusGateway('sqlite', { withServer: false })
    await bus.test.call('GET /accounts/info')
    const { text } = await bus.test.call('GET /metrics', { headers: { authorization: `Bearer ${METRICS_TOKEN}` } })
    for (const [, name = '', type = ''] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) types.set(name, type)
    expect(text).toMatch(/^quiva_message_bus_connected 0$/m)
    expect(text).toMatch(/^quiva_outbox_items\{state="retrying"\} 0$/m)
    expect(text).toMatch(/^quiva_outbox_overdue_seconds [\d.e-]+$/m)
    expect(text).toMatch(/^quiva_data_free_bytes \d{4,}$/m)
    expect(text).toMatch(/^quiva_sqlite_file_bytes\{file="database"\} \d{4,}$/m)
  })
  afterAll(() => bus.close())

  const isServed = (name: string) => {
    const [, base = name] = /^(.+)_(?:bucket|sum|count)$/.exec(name) ?? []
    return OF_PROMETHEUS.has(name) || types.get(base) === 'histogram' || types.has(name)
  }

  it('are explained in docs/metrics.md, each with its type, and no others are', async () => {
    const page = await read('docs/metrics.md')
    const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map(([, name = '', type = '']) => [name, type])
    const served = [...types].filter(([name]) => name.startsWith('quiva_'))
    expect(rows.filter(([name]) => name?.startsWith('quiva_')).toSorted()).toEqual(served.toSorted())
    for (const [name = '', type] of rows) expect([name, types.get(name)]).toEqual([name, type])
  })

  it('have names by the conventions: _total for what is counted, seconds and bytes', () => {
    for (const [name, type] of types) {
      if (!name.startsWith('quiva_')) continue
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter'])
      if (type === 'histogram') expect(name).toMatch(/_seconds$/)
      expect(name).toMatch(/^quiva_[a-z_]+$/)
      expect(name).not.toMatch(/_(ms|milliseconds|mb|kb|count|sum|bucket)$/)
    }
  })

  it('are what the alerts ask for, and each alert has its line in docs/monitoring.md', async () => {
    const { groups }: { groups: { rules: Rule[] }[] } = parse(await read('deploy/prometheus/alerts.yaml'))
    const rules = groups.flatMap((group) => group.rules)
    expect(rules.length).toBeGreaterThanOrEqual(12)
    for (const { alert, expr, labels, annotations } of rules) {
      const names = metricsIn(expr)
      expect([alert, names.length > 0, names.filter((name) => !isServed(name))]).toEqual([alert, true, []])
      expect([alert, labels.severity]).toEqual([alert, expect.stringMatching(/^(critical|warning)$/)])
      expect(annotations.summary).toBeTruthy()
    }
    const page = await read('docs/monitoring.md')
    const explained = [...page.matchAll(/^\| `(Quiva\w+)` \|/gm)].map(([, name]) => name)
    expect(explained).toEqual(rules.map(({ alert }) => alert))
  })

  it('are what the dashboard asks for', async () => {
    const { panels }: Dashboard = JSON.parse(await read('deploy/grafana/quiva-gateway.json'))
    const asked = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, metricsIn(expr)] as const))
    expect(asked.length).toBeGreaterThan(12)
    for (const [title, names] of asked)
      expect([title, names.length > 0, names.filter((name) => !isServed(name))]).toEqual([title, true, []])
  })

  it('would be missed: a name that is not served, and an expression that is none', () => {
    expect(metricsIn('rate(quiva_nothing_total[5m]) > 0').filter((name) => !isServed(name))).toEqual([
      'quiva_nothing_total',
    ])
    expect(() => metricsIn('rate(quiva_verifiers[5m]')).toThrow('no PromQL')
  })
})
