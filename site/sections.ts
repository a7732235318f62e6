/** A page: its file in the repository, and its name in the sidebar. */
export type Entry = readonly [file: string, name: string]
type Section = { name: string; entries: readonly Entry[] }

/** The way of a reader, from the first start to the reference. What no section names is in the last one. */
export const SECTIONS: readonly Section[] = [
  {
    name: 'Start',
    entries: [
      ['README.md', 'Start'],
      ['docs/questions.md', 'Questions and answers'],
      ['docs/comparison.md', 'Compared with others'],
      ['docs/tutorials/README.md', 'All tutorials'],
    ],
  },
  {
    name: 'Issue and use keys',
    entries: [
      ['docs/api-keys.md', 'API keys'],
      ['docs/key-limits.md', 'Limits on a key'],
      ['docs/api-key-format.md', 'The format, and leaked keys'],
      ['docs/tutorials/ci.md', 'Tutorial: a CI pipeline'],
      ['docs/moving-here.md', 'Moving here'],
      ['docs/tutorials/moving-here.md', 'Tutorial: from Unkey or better-auth'],
      ['packages/client/README.md', 'The client'],
      ['docs/python.md', 'The client and the verifier for Python'],
    ],
  },
  {
    name: 'Protect a service',
    entries: [
      ['docs/proxies.md', 'Four ways; nginx, Caddy, HAProxy'],
      ['docs/verifier.md', 'Inside your service'],
      ['docs/edge.md', 'Edges'],
      ['docs/tutorials/express.md', 'Tutorial: Express'],
      ['docs/tutorials/fastify.md', 'Tutorial: Fastify'],
      ['docs/tutorials/nextjs.md', 'Tutorial: Next.js'],
      ['docs/tutorials/python.md', 'Tutorial: Python'],
      ['docs/tutorials/fastapi.md', 'Tutorial: FastAPI'],
      ['docs/tutorials/go.md', 'Tutorial: Go'],
    ],
  },
  {
    name: 'Verification',
    entries: [
      ['docs/revocation.md', 'When a revocation holds'],
      ['docs/verifier-protocol.md', 'The protocol of verifiers'],
      ['packages/verifier/README.md', 'The package @quiva/verifier'],
      ['docs/simulation.md', 'The simulation'],
    ],
  },
  {
    name: 'Members and sign-in',
    entries: [
      ['docs/members.md', 'Members'],
      ['docs/oauth.md', 'OAuth'],
      ['docs/device-sign-in.md', 'Device sign-in'],
      ['docs/embedding.md', 'Key screens in your product'],
    ],
  },
  { name: 'Console', entries: [['docs/console.md', 'The console']] },
  {
    name: 'Message bus',
    entries: [
      ['docs/messaging.md', 'Messaging'],
      ['docs/tutorials/agents.md', 'Tutorial: agents'],
    ],
  },
  { name: 'Payments', entries: [['docs/payments.md', 'Payments']] },
  {
    name: 'Operate',
    entries: [
      ['docs/tutorials/production.md', 'Tutorial: to production'],
      ['docs/operations.md', 'Operations'],
      ['docs/branding.md', 'Branding'],
      ['docs/tutorials/backups.md', 'Tutorial: backups and upgrades'],
      ['docs/tutorials/scale-out.md', 'Tutorial: size and scale out'],
      ['docs/deploy.md', 'Deploy'],
      ['docs/monitoring.md', 'Monitoring'],
      ['docs/operator.md', "The operator's operations"],
      ['docs/audit-log.md', 'The audit log'],
      ['docs/webhooks.md', 'Webhooks'],
      ['docs/benchmarks.md', 'Benchmarks'],
      ['SECURITY.md', 'Security'],
      ['docs/asvs.md', 'OWASP ASVS'],
    ],
  },
  {
    name: 'Reference',
    entries: [
      ['docs/errors.md', 'Errors'],
      ['docs/configuration.md', 'Configuration'],
      ['docs/metrics.md', 'Metrics'],
      ['docs/cli.md', 'The command quiva'],
      ['docs/api.md', 'The API'],
      ['docs/lists.md', 'Lists'],
      ['CHANGELOG.md', 'Changes'],
    ],
  },
  {
    name: 'The project',
    entries: [
      ['ARCHITECTURE.md', 'Architecture'],
      ['CONTRIBUTING.md', 'Contributing'],
      ['docs/dependencies.md', 'Dependencies'],
    ],
  },
]
