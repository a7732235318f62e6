/** Programs that check credentials in their own memory. */
export default {
  'verifiers.title': 'Verifiers',
  'verifiers.intro':
    'Programs that check credentials of this account in their own memory, and are connected right now. Each holds a lease of two seconds, which the gateway renews.',
  'verifiers.column.name': 'Name',
  'verifiers.column.kind': 'Kind',
  'verifiers.column.entries': 'Remembers',
  'verifiers.column.since': 'Connected',
  'verifiers.column.renewed': 'Lease renewed',
  'verifiers.column.gateway': 'Gateway',
  'verifiers.kind.verifier': 'verifier',
  'verifiers.kind.edge': 'edge',
  'verifiers.entries': '{count, plural, one {# credential} other {# credentials}}',
  'verifiers.not-renewed': 'not yet',
  'verifiers.meaning.title':
    '{count, plural, one {One program remembers} other {# programs remember}} credentials of this account: {entries} in all',
  'verifiers.meaning.text':
    'When you delete, disable or narrow a key, the gateway tells each of them, and confirms the change when all have let go of it. One that cannot be reached honours nothing once its lease of two seconds has ended, unless the operator has allowed it a longer time.',
  'verifiers.empty.title': 'No verifier is connected',
  'verifiers.empty.text': 'Every check is a request to the gateway, so a revocation holds as soon as it is answered.',
  'verifiers.run': 'How to run one',
  'verifiers.run.text':
    'A check in memory takes about a microsecond instead of a request, and a revocation still holds from its answer on.',
  'verifiers.run.verifier': 'In your service',
  'verifiers.run.edge': 'Beside your proxy',
  'verifiers.step.key': 'Issue a key that may check keys, and nothing else.',
  'verifiers.step.protect': 'Protect your routes. The key is in QUIVA_API_KEY.',
  'verifiers.step.edge': 'Start an edge with that key, where only your proxy can reach it.',
  'verifiers.step.ask':
    'Let your proxy ask the edge instead of the gateway: nginx, Caddy and HAProxy work as they are.',
} as const
