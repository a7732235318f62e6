/**
 * Every column that is sealed under the master key, with the context that binds a value to its row: the one place that
 * both the modules and the rotation of the master key read. A test compares it with the tables.
 */
export const sealedColumns = {
  accountSeed: {
    table: 'accounts',
    column: 'nats_seed_sealed',
    key: ['id'],
    context: (accountId: string) => `accounts.nats_seed:${accountId}`,
  },
  memberSigningSeed: {
    table: 'memberships',
    column: 'nats_signing_seed_sealed',
    key: ['account_id', 'user_id'],
    context: (accountId: string, userId: string) => `memberships.nats_signing_seed:${accountId}/${userId}`,
  },
  tokenSigningKey: {
    table: 'token_signing_keys',
    column: 'private_jwk_sealed',
    key: ['kid'],
    context: (kid: string) => `token_signing_keys.private_jwk:${kid}`,
  },
  oauthState: {
    table: 'oauth_states',
    column: 'secrets_sealed',
    key: ['state_hash'],
    context: (stateHash: string) => `oauth_states.secrets:${stateHash}`,
  },
  totpSecret: {
    table: 'totp_secrets',
    column: 'secret_sealed',
    key: ['user_id'],
    context: (userId: string) => `totp_secrets.secret:${userId}`,
  },
  totpRegistration: {
    table: 'totp_registrations',
    column: 'secret_sealed',
    key: ['user_id'],
    context: (userId: string) => `totp_registrations.secret:${userId}`,
  },
  recoveryCodes: {
    table: 'recovery_codes',
    column: 'codes_sealed',
    key: ['user_id'],
    context: (userId: string) => `recovery_codes.codes:${userId}`,
  },
  webhookSecret: {
    table: 'webhook_endpoints',
    column: 'secret_sealed',
    key: ['id'],
    context: (endpointId: string) => `webhook_endpoints.secret:${endpointId}`,
  },
  previousWebhookSecret: {
    table: 'webhook_endpoints',
    column: 'previous_secret_sealed',
    key: ['id'],
    context: (endpointId: string) => `webhook_endpoints.previous_secret:${endpointId}`,
  },
  importSecret: {
    table: 'import_secrets',
    column: 'secret_sealed',
    key: ['id'],
    context: (secretId: string) => `import_secrets.secret:${secretId}`,
  },
  outboxPayload: {
    table: 'outbox',
    column: 'payload_sealed',
    key: ['id'],
    context: (itemId: string) => `outbox.payload:${itemId}`,
  },
  setting: {
    table: 'settings',
    column: 'value_sealed',
    key: ['name'],
    context: (name: string) => `settings.value:${name}`,
  },
} as const
