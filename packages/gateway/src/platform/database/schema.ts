import type {
  AccountLooksTable,
  AccountNameHoldsTable,
  AccountsTable,
  SignUpLinksTable,
  SignUpsTable,
} from './schema/accounts.ts'
import type {
  AccountUsageTable,
  ApiKeyNetworksTable,
  ApiKeysTable,
  ApiKeyTagsTable,
  ApiKeyUsageTable,
  ImportSecretsTable,
  KeyQuotasTable,
  KeyRateLimitsTable,
} from './schema/api-keys.ts'
import type {
  FactorFailuresTable,
  PasskeyCeremoniesTable,
  PasskeysTable,
  RecoveryCodesTable,
  TotpRegistrationsTable,
  TotpSecretsTable,
} from './schema/factors.ts'
import type { AccountExportsTable, AccountImportsTable, AccountMeshesTable } from './schema/messaging.ts'
import type { PaymentCustomersTable, PaymentEventsTable } from './schema/payment.ts'
import type {
  AuditEventsTable,
  GatewaysTable,
  IdempotentAnswersTable,
  OutboxTable,
  SamplesTable,
  SecretTriesTable,
  SettingsTable,
  ThrottleTable,
  VerifiersTable,
} from './schema/platform.ts'
import type {
  DeviceSignInsTable,
  EmailCodesTable,
  EmbedOriginsTable,
  EmbedTokensTable,
  MailedTokensTable,
  OAuthIdentitiesTable,
  OAuthStatesTable,
  RefreshTokensTable,
  SessionsTable,
  SignInChallengesTable,
  TokenSigningKeysTable,
} from './schema/sessions.ts'
import type {
  EmailChangesTable,
  MembershipsTable,
  ProfileImagePartsTable,
  ProfileImagesTable,
  UsersTable,
} from './schema/users.ts'
import type { WebhookDeliveriesTable, WebhookEndpointsTable, WebhookRetriesTable } from './schema/webhooks.ts'

/**
 * The tables as Kysely sees them, the same on both engines (migrations/). Times are milliseconds since the epoch; a
 * flag is the moment it was raised or null, since SQLite binds no booleans. `…_sealed` is AES-256-GCM under the master
 * key (platform/crypto/sealing.ts) unless a comment says otherwise; `…_hash` is one-way.
 */
export type Schema = {
  gateways: GatewaysTable
  verifiers: VerifiersTable
  accounts: AccountsTable
  sign_ups: SignUpsTable
  sign_up_links: SignUpLinksTable
  account_name_holds: AccountNameHoldsTable
  account_looks: AccountLooksTable
  users: UsersTable
  memberships: MembershipsTable
  email_changes: EmailChangesTable
  profile_images: ProfileImagesTable
  profile_image_parts: ProfileImagePartsTable
  api_keys: ApiKeysTable
  api_key_tags: ApiKeyTagsTable
  import_secrets: ImportSecretsTable
  api_key_usage: ApiKeyUsageTable
  api_key_networks: ApiKeyNetworksTable
  account_usage: AccountUsageTable
  key_budgets: KeyRateLimitsTable
  key_quotas: KeyQuotasTable
  sessions: SessionsTable
  refresh_tokens: RefreshTokensTable
  token_signing_keys: TokenSigningKeysTable
  mailed_tokens: MailedTokensTable
  sign_in_challenges: SignInChallengesTable
  device_sign_ins: DeviceSignInsTable
  embed_origins: EmbedOriginsTable
  embed_tokens: EmbedTokensTable
  email_codes: EmailCodesTable
  oauth_states: OAuthStatesTable
  oauth_identities: OAuthIdentitiesTable
  totp_secrets: TotpSecretsTable
  totp_registrations: TotpRegistrationsTable
  passkeys: PasskeysTable
  passkey_ceremonies: PasskeyCeremoniesTable
  recovery_codes: RecoveryCodesTable
  factor_failures: FactorFailuresTable
  account_exports: AccountExportsTable
  account_imports: AccountImportsTable
  account_meshes: AccountMeshesTable
  payment_customers: PaymentCustomersTable
  payment_events: PaymentEventsTable
  settings: SettingsTable
  idempotent_answers: IdempotentAnswersTable
  outbox: OutboxTable
  audit_events: AuditEventsTable
  throttle: ThrottleTable
  samples: SamplesTable
  secret_tries: SecretTriesTable
  webhook_endpoints: WebhookEndpointsTable
  webhook_retries: WebhookRetriesTable
  webhook_deliveries: WebhookDeliveriesTable
}
