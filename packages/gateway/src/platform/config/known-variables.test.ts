import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const problems = (environment: Record<string, string>): string[] => {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
}

test.each([
  ['MAIL_FORM', 'MAIL_FROM'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['SIGNUP', 'SIGN_UP'],
  ['TRUST_PROXYS', 'TRUST_PROXY'],
  ['RATE_LIMIT_ANONYMOUS_PER_MINUT', 'RATE_LIMIT_ANONYMOUS_PER_MINUTE'],
  ['STRIPE_WEBHOOK_SECRETS', 'STRIPE_WEBHOOK_SECRET'],
  ['QUIVA_DATABASE_URL', 'DATABASE_URL'],
  ['QUIVA_PORT', 'PORT'],
])('%s looks like a variable of the gateway and is none: refused, with the one that was meant', (name, meant) => {
  expect(problems({ [name]: 'hunter2' })).toEqual([`${name} is not a variable of the gateway. Did you mean ${meant}?`])
})

test('what other programs and platforms set is none of our business', () => {
  const names = [
    ...[
      'PATH',
      'HOME',
      'HOSTNAME',
      'POST',
      'PORTS',
      'USER',
      'LOGNAME',
      'LANG',
      'PWD',
      'SHLVL',
      'NODE_ENV',
      'NODE_OPTIONS',
    ],
    ...[
      'NATS_PORT',
      'NATS_SERVICE_HOST',
      'NATS_PORT_4222_TCP',
      'SMTP_HOST',
      'S3_KEY',
      'APP_HOME',
      'APP_ENV',
      'LOG_FILE',
    ],
    ...['KUBERNETES_SERVICE_HOST', 'DATABASE_HOST', 'DATABASE_PORT', 'PGHOST', 'AWS_REGION', 'AWS_ACCESS_KEY_ID'],
    ...['XDG_DATA_DIRS', 'npm_config_cache', 'npm_package_name', 'INIT_CWD', 'NODE_COMPILE_CACHE', 'TZ', 'CI'],
    ...['QUIVA_API_URL', 'QUIVA_API_KEY', 'QUIVA_PASSWORD', 'QUIVA_PROFILE'],
  ]
  expect(problems(Object.fromEntries(names.map((name) => [name, 'x'])))).toEqual([])
})

// Kubernetes puts these into every pod of a namespace that has a service called quiva.
test('what an orchestrator says of a service called quiva is none of our business either', () => {
  const about = {
    QUIVA_SERVICE_HOST: '10.0.0.1',
    QUIVA_SERVICE_PORT: '80',
    QUIVA_SERVICE_PORT_HTTP: '80',
    QUIVA_PORT: 'tcp://10.0.0.1:80',
    QUIVA_PORT_80_TCP: 'tcp://10.0.0.1:80',
    QUIVA_PORT_80_TCP_ADDR: '10.0.0.1',
  }
  expect(problems(about)).toEqual([])
  expect(problems({ DATABASE_SSL: 'true', METRICS_HOST: 'x' })).toEqual([])
})
