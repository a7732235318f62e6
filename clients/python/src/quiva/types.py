# Generated from packages/client/openapi.json by clients/python/scripts/generate.py: do not edit.
# fmt: off
from __future__ import annotations

from typing import Any, Dict, List, Literal, TypedDict, Union


class Account(TypedDict, total=False):
    """An account as its members see it"""
    id: str
    name: str
    display_name: str
    root_email: str
    subscription_status: Literal['active', 'pending', 'cancelled']
    subscription_plan: str
    emergency_credit: float
    country: str
    company_name: str
    address: str
    website: str
    phone_number: str
    scheduled_for_deletion: bool
    deletion_date: str
    payment_due_by: str
    region: str
    provider: str
    bstier: int
    cloud: bool
    hub: bool


class _AccountInfoRequired(TypedDict):
    version: str


class AccountInfo(_AccountInfoRequired, total=False):
    id: str
    name: str
    display_name: str
    root_email: str
    subscription_status: Literal['active', 'pending', 'cancelled']
    subscription_plan: str
    emergency_credit: float
    country: str
    company_name: str
    address: str
    website: str
    phone_number: str
    scheduled_for_deletion: bool
    deletion_date: str
    payment_due_by: str
    region: str
    provider: str
    bstier: int
    cloud: bool
    hub: bool


class AccountOverviewKeys(TypedDict):
    """Numbers of keys by state, as the filter `state` of GET /accounts/api-keys finds them"""
    live: int
    active: int
    unused: int
    replaced: int
    disabled: int
    expiring: int


class AccountOverviewRequestsDaysItem(TypedDict):
    date: str
    requests: int


class AccountOverviewRequests(TypedDict):
    """Requests with these keys on each day (UTC), with keys that are gone too. Those of the last ten seconds may be missing; with thousands of keys in use, of the last 50"""
    total: int
    days: List[AccountOverviewRequestsDaysItem]


class _AccountOverviewAttentionItemExamplesItemRequired(TypedDict):
    id: str
    name: str
    on: str


class AccountOverviewAttentionItemExamplesItem(_AccountOverviewAttentionItemExamplesItemRequired, total=False):
    email: str


class AccountOverviewAttentionItem(TypedDict):
    kind: Literal['payment_overdue', 'bus_unreachable', 'keys_expiring', 'second_factor_missing', 'webhooks_failing', 'keys_silent', 'keys_unused']
    count: int
    examples: List[AccountOverviewAttentionItemExamplesItem]


class AccountOverviewMembers(TypedDict):
    """Only for those who may list members"""
    active: int
    suspended: int
    pending: int


class _AccountOverviewRequired(TypedDict):
    scope: Literal['account', 'own']
    keys: AccountOverviewKeys
    requests: AccountOverviewRequests
    attention: List[AccountOverviewAttentionItem]


class AccountOverview(_AccountOverviewRequired, total=False):
    members: AccountOverviewMembers


class AddEmbedOriginRequest(TypedDict):
    origin: str


class _AddExportRequestExportRequired(TypedDict):
    name: str
    subject: str
    type: Literal['stream', 'service']


class AddExportRequestExport(_AddExportRequestExportRequired, total=False):
    token_position: int
    allowed_accounts: List[str]


class AddExportRequest(TypedDict):
    export: AddExportRequestExport


class _AddImportRequestImportRequired(TypedDict):
    name: str
    subject: str
    account: str


class AddImportRequestImport(_AddImportRequestImportRequired, total=False):
    token_position: int
    local_subject: str


AddImportRequest = TypedDict('AddImportRequest', {'import': 'AddImportRequestImport'})


class _ApiKeyRequired(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    last_4_characters: str
    start: Union[str, None]
    last_used_on: Union[str, None]
    account: str
    issued_by: Union[str, None]
    scopes: Union[List[str], None]
    allowed_ips: Union[List[str], None]
    rate_limit: Union[RateLimit, None]
    quota: Union[Quota, None]
    environment: Literal['live', 'test']
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: List[str]
    disabled: bool
    owner: Literal['member', 'account']
    replaces: Union[str, None]
    replaced_by: Union[str, None]
    retire: Union[Literal['when_silent'], None]
    silent_days: Union[int, None]
    version: str


class ApiKey(_ApiKeyRequired, total=False):
    last_used_from: Union[str, None]
    role: str
    email: str


class ApiKeyImpactDaysItemNetworksItem(TypedDict):
    network: str
    uses: int
    last_used_on: str


class ApiKeyImpactDaysItem(TypedDict):
    date: str
    uses: int
    last_used_on: str
    networks: List[ApiKeyImpactDaysItemNetworksItem]


class ApiKeyImpactSessionsItem(TypedDict):
    api_key_id: str
    created_on: str
    ip: str
    agent: str


class ApiKeyImpactSuccessor(TypedDict):
    id: str
    name: str
    last_used_on: Union[str, None]
    also_deleted: bool


class ApiKeyImpactAlsoDeletedItem(TypedDict):
    id: str
    name: str
    last_4_characters: str
    last_used_on: Union[str, None]
    because: Literal['issued', 'rotated']


class ApiKeyImpact(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    last_used_on: Union[str, None]
    verdict: Literal['unused', 'replaced', 'in_use']
    reason: str
    uses: int
    days: List[ApiKeyImpactDaysItem]
    sessions: List[ApiKeyImpactSessionsItem]
    connections: Union[int, None]
    successor: Union[ApiKeyImpactSuccessor, None]
    also_deleted: List[ApiKeyImpactAlsoDeletedItem]
    also_deleted_count: int
    invitations: int


class ApiKeyUsageDaysItemNetworksItem(TypedDict):
    network: str
    uses: int
    last_used_on: str


class ApiKeyUsageDaysItem(TypedDict):
    date: str
    uses: int
    last_used_on: str
    networks: List[ApiKeyUsageDaysItemNetworksItem]


class ApiKeyUsage(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    last_used_on: Union[str, None]
    days: List[ApiKeyUsageDaysItem]


class AuditEventActor(TypedDict):
    kind: str
    user_id: Union[str, None]
    email: Union[str, None]
    credential_id: Union[str, None]


class AuditEventTarget(TypedDict):
    type: str
    id: str


class AuditEvent(TypedDict):
    id: str
    occurred_on: str
    action: str
    actor: AuditEventActor
    target: Union[AuditEventTarget, None]
    ip: Union[str, None]
    user_agent: Union[str, None]
    request_id: Union[str, None]
    details: Dict[str, Any]


class _AuthResponseRequired(TypedDict):
    auth_token: str
    refresh_token: str
    passkey_enabled: bool
    totp_enabled: bool
    account: Account


class AuthResponse(_AuthResponseRequired, total=False):
    """Signed in"""
    ended_sessions: int


class AuthWithApiKeyRequest(TypedDict):
    api_key: str


class _AuthWithPasswordRequestRequired(TypedDict):
    email: str
    password: str


class AuthWithPasswordRequest(_AuthWithPasswordRequestRequired, total=False):
    account: str


class _AuthWithRecoveryCodeRequestRequired(TypedDict):
    token: str
    code: str


class AuthWithRecoveryCodeRequest(_AuthWithRecoveryCodeRequestRequired, total=False):
    account: str


class _AuthWithTotpRequestRequired(TypedDict):
    token: str
    code: str


class AuthWithTotpRequest(_AuthWithTotpRequestRequired, total=False):
    email: str
    account: str


class _BeginAuthWithPasskeyRequestRequired(TypedDict):
    email: str


class BeginAuthWithPasskeyRequest(_BeginAuthWithPasskeyRequestRequired, total=False):
    account: str


class BeginPasskeyRegistrationRequest(TypedDict, total=False):
    mfa_token: str


class ChangeEmailAddressActionRequest(TypedDict):
    token: str


class _CompleteAuthWithPasskeyRequestRequired(TypedDict):
    credential: Union[str, Dict[str, Any]]


class CompleteAuthWithPasskeyRequest(_CompleteAuthWithPasskeyRequestRequired, total=False):
    account: str
    token: str
    email: str


class _CompletePasskeyRegistrationRequestRequired(TypedDict):
    credential: Union[str, Dict[str, Any]]
    credential_alias: str


class CompletePasskeyRegistrationRequest(_CompletePasskeyRegistrationRequestRequired, total=False):
    mfa_token: str


class _ConfirmTotpRegistrationRequestRequired(TypedDict):
    code: str
    secret: str


class ConfirmTotpRegistrationRequest(_ConfirmTotpRegistrationRequestRequired, total=False):
    mfa_token: str


class ConsoleConfigFeatures(TypedDict):
    oauth: bool
    passkeys: bool
    bus: bool
    payments: bool
    sign_up: bool
    mail_as_files: bool
    reference: bool


class ConsoleConfigBrandingLinksItem(TypedDict):
    text: str
    url: str


class ConsoleConfigBrandingTextsItem(TypedDict):
    name: str
    text: str


class _ConsoleConfigBrandingRequired(TypedDict):
    logo_has_name: bool
    links: List[ConsoleConfigBrandingLinksItem]
    texts: List[ConsoleConfigBrandingTextsItem]


class ConsoleConfigBranding(_ConsoleConfigBrandingRequired, total=False):
    """Present if BRANDING_DIR is set"""
    logo: str
    logo_dark: str


class _ConsoleConfigRequired(TypedDict):
    app_name: str
    version: str
    public_url: str
    features: ConsoleConfigFeatures


class ConsoleConfig(_ConsoleConfigRequired, total=False):
    branding: ConsoleConfigBranding


class _ConsoleSessionRequired(TypedDict):
    auth_token: str
    expires_on: str
    passkey_enabled: bool
    totp_enabled: bool
    account: Account
    user: LoginData


class ConsoleSession(_ConsoleSessionRequired, total=False):
    """Signed in; the answer sets the cookie of the session"""
    is_operator: bool
    ended_sessions: int


class _CreateAccountRequestRequired(TypedDict):
    name: str
    root_email: str
    password: str


class CreateAccountRequest(_CreateAccountRequestRequired, total=False):
    root_first_name: str
    root_last_name: str
    country: str
    company_name: str
    address: str
    website: str
    phone_number: str
    mfa_token: str


class CreateUserRequest(TypedDict):
    first_name: str
    last_name: str
    email: str
    role: Literal['admin', 'developer', 'monitor', 'billing']


class _CreateWebhookRequestRequired(TypedDict):
    url: str


class CreateWebhookRequest(_CreateWebhookRequestRequired, total=False):
    description: str
    events: Union[List[Literal['account.requested', 'account.created', 'account.activated', 'account.creation_refused', 'account.removed_unconfirmed', 'account.updated', 'account.emergency_credit_set', 'account.renamed', 'account.deletion_scheduled', 'account.deletion_cancelled', 'account.deleted', 'account.restored', 'account.suspended', 'account.resumed', 'account.streams_purged', 'account.erased', 'contact_form.submitted', 'email.confirmed', 'email.confirmation_resent', 'email.change_requested', 'email.change_approved', 'email.changed', 'session.started', 'session.factor_required', 'session.refused', 'session.locked_out', 'request.refused', 'session.refreshed', 'session.ended', 'session.refresh_reused', 'session.refresh_revoked', 'device_sign_in.approved', 'device_sign_in.denied', 'embed_origin.added', 'embed_origin.removed', 'embed_token.issued', 'embed_token.refused', 'password.reset_requested', 'password.changed', 'password.dropped', 'email_code.sent', 'oauth.linked', 'oauth.unlinked', 'member.invited', 'member.invitation_resent', 'member.invitation_expired', 'member.invitation_ended', 'member.accepted', 'member.role_changed', 'member.suspended', 'member.resumed', 'member.removed', 'totp.registered', 'totp.removed', 'passkey.registered', 'passkey.removed', 'mfa.settings_changed', 'recovery_codes.issued', 'recovery_codes.viewed', 'recovery_code.used', 'user.deleted', 'user.updated', 'user.removed', 'profile_image.set', 'profile_image.deleted', 'api_key.issued', 'api_key.imported', 'api_key.updated', 'api_key.disabled', 'api_key.enabled', 'api_key.quota_topped_up', 'api_key.rotated', 'api_key.deleted', 'api_key.used_after_deletion', 'api_key.used_while_disabled', 'api_key.leaked', 'api_key.expired', 'api_key.creds_read', 'revocation.confirmed', 'audit.exported', 'export.added', 'export.removed', 'import.added', 'import.removed', 'mesh.changed', 'payment.customer_created', 'payment.checkout_started', 'payment.portal_opened', 'payment.failed', 'payment.late', 'payment.overdue', 'payment.settled', 'subscription.started', 'subscription.updated', 'subscription.cancelled', 'subscription.changed', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.switched_off', 'webhook.tested', 'webhook.event_resent', 'operator.work_retried', 'operator.work_discarded']], None]
    disabled: bool


class _DeleteAccountRequestRequired(TypedDict):
    email_code: str


class DeleteAccountRequest(_DeleteAccountRequestRequired, total=False):
    in_14_days: bool


class DeleteApiKeyRequest(TypedDict, total=False):
    """The same as the query, for values that should not be in a URL"""
    id: str
    key: str
    email: str


class DeleteWebhookRequest(TypedDict):
    id: str


class _DeletedApiKeyRequired(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    also_deleted: List[str]
    creds_revoked: Union[bool, None]


class DeletedApiKey(_DeletedApiKeyRequired, total=False):
    key: str
    creds: str


class DeviceAuthorization(TypedDict):
    """The device shows the user where to approve it, and asks for its tokens"""
    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


class DeviceSignIn(TypedDict):
    """A device that waits to be approved"""
    user_code: str
    client_id: str
    ip: str
    location: str
    nearby: bool
    agent: str
    platform: str
    requested_on: str
    expires_on: str


class DeviceTokensUser(TypedDict):
    id: str
    email: str


class _DeviceTokensRequired(TypedDict):
    access_token: str
    token_type: Literal['Bearer']
    expires_in: int
    refresh_token: str
    user: DeviceTokensUser
    account: Account


class DeviceTokens(_DeviceTokensRequired, total=False):
    """The device is signed in"""
    ended_sessions: int


class DiscardOutboxItemRequest(TypedDict):
    id: str


class EmbedOrigin(TypedDict):
    """An origin on whose pages the key screens may be embedded"""
    origin: str
    created_on: str


class EmbedSessionUser(TypedDict):
    id: str
    email: Union[str, None]
    role: Literal['root', 'admin', 'developer', 'monitor', 'billing']


class EmbedSessionAccount(TypedDict):
    id: str
    display_name: str


class EmbedSession(TypedDict):
    auth_token: str
    expires_on: str
    user: EmbedSessionUser
    account: EmbedSessionAccount
    scopes: List[str]
    key_scopes: Union[List[str], None]


class EmbedToken(TypedDict):
    token: str
    expires_on: str
    url: Union[str, None]


class ErrorDetailsItem(TypedDict):
    path: str
    message: str


class ErrorAccountsItem(TypedDict):
    name: str
    display_name: str


class _ErrorRequired(TypedDict):
    error: str
    message: str
    code: str


class Error(_ErrorRequired, total=False):
    """The answer to a request that failed"""
    error_description: str
    details: List[ErrorDetailsItem]
    confirmation_url: str
    retry_after: int
    refills_on: str
    request_id: str
    accounts: List[ErrorAccountsItem]


class GenerateTotpKeyRequest(TypedDict, total=False):
    mfa_token: str


class GetCheckoutUrlRequestAddonsItem(TypedDict):
    id: str
    type: str
    quantity: int


class _GetCheckoutUrlRequestRequired(TypedDict):
    base_subscription: str


class GetCheckoutUrlRequest(_GetCheckoutUrlRequestRequired, total=False):
    addons: List[GetCheckoutUrlRequestAddonsItem]


class Holder(TypedDict):
    """A program that honours credentials of the account from its memory"""
    id: str
    kind: Literal['verifier', 'edge']
    name: str
    version: str
    since: str
    entries: int
    renewed_on: Union[str, None]
    gateway: str


class _ImportApiKeysRequestRequired(TypedDict):
    keys: List[KeyToImport]


class ImportApiKeysRequest(_ImportApiKeysRequestRequired, total=False):
    hmac_secret: str
    hmac_secret_encoding: Literal['utf8', 'hex', 'base64']
    owner: Literal['member', 'account']
    role: Literal['admin', 'developer', 'monitor', 'billing']
    dry_run: bool


class ImportedApiKeyDetailsItem(TypedDict):
    path: str
    message: str


class _ImportedApiKeyRequired(TypedDict):
    status: Literal['imported', 'exists', 'refused']


class ImportedApiKey(_ImportedApiKeyRequired, total=False):
    id: str
    expires_on: str
    code: str
    message: str
    details: List[ImportedApiKeyDetailsItem]


class ImportsExportsExportsItem(TypedDict):
    name: str
    subject: str
    type: Literal['stream', 'service']
    token_position: Union[int, None]
    created_on: str
    allowed_accounts: Union[List[str], None]
    importers: int


class ImportsExportsImportsItem(TypedDict):
    name: str
    subject: str
    type: Literal['stream', 'service']
    token_position: Union[int, None]
    created_on: str
    local_subject: str
    account: str
    account_name: Union[str, None]
    status: Literal['active', 'broken']


class ImportsExports(TypedDict):
    account_key: str
    exports: List[ImportsExportsExportsItem]
    imports: List[ImportsExportsImportsItem]


class _IntrospectTokenRequestRequired(TypedDict):
    token: str


class IntrospectTokenRequest(_IntrospectTokenRequestRequired, total=False):
    token_type_hint: str
    client_id: str
    client_secret: str


class IntrospectTokensRequest(TypedDict):
    tokens: List[str]


class IntrospectionRateLimit(TypedDict):
    requests: int
    per_seconds: int


class IntrospectionQuota(TypedDict):
    requests: int
    per: Literal['day', 'week', 'month']
    resets: Literal['calendar', 'issued']


class _IntrospectionRequired(TypedDict):
    active: bool


class Introspection(_IntrospectionRequired, total=False):
    """The state of the token"""
    scope: str
    username: str
    token_type: str
    exp: int
    sub: str
    iss: str
    account_id: str
    role: str
    kind: Literal['interactive', 'key']
    owner: Literal['member', 'account']
    key_id: Union[str, None]
    environment: Literal['live', 'test']
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: List[str]
    allowed_ips: Union[List[str], None]
    rate_limit: Union[IntrospectionRateLimit, None]
    quota: Union[IntrospectionQuota, None]


class _IssueApiKeyRequestRequired(TypedDict):
    key_name: str


class IssueApiKeyRequest(_IssueApiKeyRequestRequired, total=False):
    expiry_days: int
    scopes: List[str]
    allowed_ips: List[str]
    rate_limit: RateLimit
    quota: Quota
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: Union[List[str], None]
    environment: Literal['live', 'test']
    owner: Literal['member', 'account']
    role: Literal['admin', 'developer', 'monitor', 'billing']


class IssueEmbedTokenRequest(TypedDict, total=False):
    email: str
    key_id: str
    origin: str
    access: Literal['manage', 'view']
    key_scopes: List[str]


class IssueRecoveryCodesRequest(TypedDict, total=False):
    email: str
    mfa_token: str


class _IssuedApiKeyRequired(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    key: str
    scopes: Union[List[str], None]
    allowed_ips: Union[List[str], None]
    rate_limit: Union[RateLimit, None]
    quota: Union[Quota, None]
    environment: Literal['live', 'test']
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: List[str]


class IssuedApiKey(_IssuedApiKeyRequired, total=False):
    creds: str


class _KeyToImportRequired(TypedDict):
    hash: str
    key_name: str


class KeyToImport(_KeyToImportRequired, total=False):
    start: str
    last_4_characters: str
    length: int
    expiry_days: int
    expires_on: str
    disabled: bool
    scopes: List[str]
    allowed_ips: List[str]
    rate_limit: RateLimit
    quota: Quota
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: Union[List[str], None]
    environment: Literal['live', 'test']


class LoginDataMfa(TypedDict):
    passkey_enabled: bool
    totp_enabled: bool


class LoginDataNotificationPreferencesTaskStatusChangesChannels(TypedDict):
    in_app: bool
    email: bool
    push: bool


class LoginDataNotificationPreferencesTaskStatusChanges(TypedDict):
    enabled: bool
    channels: LoginDataNotificationPreferencesTaskStatusChangesChannels


class LoginDataNotificationPreferencesTaskAssignmentsChannels(TypedDict):
    in_app: bool
    email: bool
    push: bool


class LoginDataNotificationPreferencesTaskAssignments(TypedDict):
    enabled: bool
    channels: LoginDataNotificationPreferencesTaskAssignmentsChannels


class LoginDataNotificationPreferencesTaskMentionsChannels(TypedDict):
    in_app: bool
    email: bool
    push: bool


class LoginDataNotificationPreferencesTaskMentions(TypedDict):
    enabled: bool
    channels: LoginDataNotificationPreferencesTaskMentionsChannels


class LoginDataNotificationPreferencesTaskWatcherUpdatesChannels(TypedDict):
    in_app: bool
    email: bool
    push: bool


class LoginDataNotificationPreferencesTaskWatcherUpdates(TypedDict):
    enabled: bool
    channels: LoginDataNotificationPreferencesTaskWatcherUpdatesChannels


class LoginDataNotificationPreferencesQuietHours(TypedDict):
    enabled: bool
    start: str
    end: str
    timezone: str


class LoginDataNotificationPreferences(TypedDict):
    task_status_changes: LoginDataNotificationPreferencesTaskStatusChanges
    task_assignments: LoginDataNotificationPreferencesTaskAssignments
    task_mentions: LoginDataNotificationPreferencesTaskMentions
    task_watcher_updates: LoginDataNotificationPreferencesTaskWatcherUpdates
    batch_mode: Literal['immediate', 'hourly', 'daily']
    quiet_hours: LoginDataNotificationPreferencesQuietHours


class LoginDataProfileImage(TypedDict):
    name: str
    contentType: str
    url: str


class _LoginDataRequired(TypedDict):
    account: Account
    user: str
    user_id: str
    role: str
    first_name: str
    last_name: str
    mfa: LoginDataMfa
    theme: str
    sound: bool
    notification_preferences: LoginDataNotificationPreferences
    version: str


class LoginData(_LoginDataRequired, total=False):
    profile_image: LoginDataProfileImage


class _MemberRequired(TypedDict):
    email: str
    role: str
    is_suspended: bool
    email_confirmed: bool
    first_name: str
    last_name: str
    invitation_pending: bool
    version: str


class Member(_MemberRequired, total=False):
    id: str
    invitation_expires_on: str


class MeshNodesDesired(TypedDict):
    num_nodes: int
    regions: List[str]


class MeshNodesApplied(TypedDict):
    num_nodes: int
    regions: List[str]


class MeshNodesStreamsFailingItem(TypedDict):
    name: str
    reason: str


class MeshNodesStreams(TypedDict):
    """The streams at the time checked_on"""
    total: Union[int, None]
    placed: Union[int, None]
    failing: List[MeshNodesStreamsFailingItem]


class MeshNodes(TypedDict):
    desired: Union[MeshNodesDesired, None]
    applied: Union[MeshNodesApplied, None]
    state: Literal['unset', 'stored', 'applying', 'applied', 'failing']
    reason: Union[str, None]
    streams: MeshNodesStreams
    checked_on: Union[str, None]
    unseen_since: Union[str, None]


class MfaInfo(TypedDict):
    passkey_enabled: bool
    totp_enabled: bool


class MfaRequiredResponse(TypedDict):
    """The password was right; a second factor is needed"""
    token: str
    passkey_enabled: bool
    totp_enabled: bool


class NewWebhook(TypedDict):
    id: str
    url: str
    description: str
    events: Union[List[str], None]
    disabled: bool
    disabled_reason: Union[str, None]
    failing_since: Union[str, None]
    retry_on: Union[str, None]
    delivered_on: Union[str, None]
    previous_secret_until: Union[str, None]
    created_on: str
    version: str
    secret: str


class OpenEmbedSessionRequest(TypedDict):
    token: str


class OperatedAccount(TypedDict):
    id: str
    name: str
    display_name: str
    root_email: Union[str, None]
    state: Literal['active', 'unconfirmed', 'suspended', 'closing', 'deleted']
    subscription_plan: Union[str, None]
    subscription_status: Literal['active', 'pending', 'cancelled']
    payment_due_by: Union[str, None]
    members: int
    keys: int
    last_request_on: Union[str, None]
    created_on: str
    deletion_date: Union[str, None]
    deleted_on: Union[str, None]
    restorable_until: Union[str, None]
    suspended_on: Union[str, None]
    suspension_reason: Union[str, None]
    streams_purged_on: Union[str, None]


class OperatorHealthGateway(TypedDict):
    """The gateway that answers"""
    id: str
    version: str
    node: str
    uptime_seconds: int
    memory_bytes: int
    cached_credentials: int


class OperatorHealthGatewaysRegisteredItem(TypedDict):
    id: str
    since: str
    own: bool


class OperatorHealthGateways(TypedDict):
    heard: int
    registered: List[OperatorHealthGatewaysRegisteredItem]


class OperatorHealthDatabaseMigrations(TypedDict):
    applied: int
    newest: str


class OperatorHealthDatabase(TypedDict):
    engine: Literal['sqlite', 'postgres']
    took_ms: float
    migrations: OperatorHealthDatabaseMigrations


class OperatorHealthMail(TypedDict):
    way: Literal['smtp', 'files']
    waiting: int
    retrying: int
    failed: int


class OperatorHealthDisk(TypedDict):
    free_bytes: int
    total_bytes: int


class OperatorHealthOutbox(TypedDict):
    waiting: int
    retrying: int
    failed: int


class OperatorHealthAccounts(TypedDict):
    live: int
    deleted: int


class OperatorHealth(TypedDict):
    gateway: OperatorHealthGateway
    gateways: OperatorHealthGateways
    database: OperatorHealthDatabase
    message_bus: Literal['connected', 'connecting', 'closed', 'not configured']
    mail: OperatorHealthMail
    images: Literal['s3', 'folder']
    disk: Union[OperatorHealthDisk, None]
    outbox: OperatorHealthOutbox
    accounts: OperatorHealthAccounts


class OperatorMetricsPointsItem(TypedDict):
    at: str
    requests: int
    client_errors: int
    server_errors: int
    sign_ins: int
    issued_keys: int
    p99_ms: Union[float, None]
    outbox_waiting: int
    outbox_failed: int


class OperatorMetricsTotal(TypedDict):
    """The whole window"""
    requests: int
    client_errors: int
    server_errors: int
    sign_ins: int
    issued_keys: int
    p99_ms: Union[float, None]


OperatorMetrics = TypedDict('OperatorMetrics', {'from': 'str', 'to': 'str', 'step_seconds': 'int', 'points': 'List[OperatorMetricsPointsItem]', 'total': 'OperatorMetricsTotal'})


class OutboxItem(TypedDict):
    id: str
    kind: str
    about: Union[str, None]
    state: Literal['waiting', 'retrying', 'failed']
    attempts: int
    error: Union[str, None]
    due_on: Union[str, None]
    failed_on: Union[str, None]
    created_on: str
    can_be_retried: bool


class Passkey(TypedDict):
    id: str
    alias: str
    created_on: str
    last_used_on: Union[str, None]
    transports: List[str]


class PasskeyAlias(TypedDict):
    id: str
    alias: str
    created_on: str


class PasskeyCreationOptionsRp(TypedDict):
    id: str
    name: str


class PasskeyCreationOptionsUser(TypedDict):
    id: str
    name: str
    displayName: str


class PasskeyCreationOptionsPubKeyCredParamsItem(TypedDict):
    alg: int
    type: str


class PasskeyCreationOptionsExcludeCredentialsItem(TypedDict):
    id: str
    type: str
    transports: List[str]


class PasskeyCreationOptionsAuthenticatorSelection(TypedDict):
    residentKey: str
    requireResidentKey: bool
    userVerification: str


class PasskeyCreationOptionsExtensions(TypedDict):
    credProps: bool


class PasskeyCreationOptions(TypedDict):
    challenge: str
    rp: PasskeyCreationOptionsRp
    user: PasskeyCreationOptionsUser
    pubKeyCredParams: List[PasskeyCreationOptionsPubKeyCredParamsItem]
    timeout: int
    attestation: str
    excludeCredentials: List[PasskeyCreationOptionsExcludeCredentialsItem]
    authenticatorSelection: PasskeyCreationOptionsAuthenticatorSelection
    extensions: PasskeyCreationOptionsExtensions
    hints: List[str]


class PasskeyRequestOptionsAllowCredentialsItem(TypedDict):
    id: str
    type: str
    transports: List[str]


class PasskeyRequestOptions(TypedDict):
    challenge: str
    timeout: int
    rpId: str
    allowCredentials: List[PasskeyRequestOptionsAllowCredentialsItem]
    userVerification: str


class _PriceRequired(TypedDict):
    id: str
    product: str
    currency: str
    unit_amount: float
    amount: float
    interval: str
    interval_count: int
    metadata: Dict[str, str]


class Price(_PriceRequired, total=False):
    lookup_key: str
    nickname: str


class ProductMarketingFeaturesItem(TypedDict, total=False):
    name: str


class _ProductRequired(TypedDict):
    id: str
    name: str
    kind: Literal['plan', 'addon']
    marketing_features: List[ProductMarketingFeaturesItem]
    metadata: Dict[str, str]


class Product(_ProductRequired, total=False):
    description: str
    price: Price


class Quota(TypedDict):
    """How many requests may be sent in each period. Requests of the key, of its sessions and of the keys that it issued count together"""
    requests: int
    per: Literal['day', 'week', 'month']
    resets: Literal['calendar', 'issued']


class RateLimit(TypedDict):
    """How many requests may be sent in each window of `per_seconds` seconds. Requests of the key, of its sessions and of the keys that it issued count together"""
    requests: int
    per_seconds: int


class RefreshToken(TypedDict):
    """A refresh token, by its handle"""
    account_id: str
    user_id: str
    account: str
    email: str
    role: str
    expiry: int
    token: str


class RefreshTokenRequest(TypedDict):
    auth_token: str
    refresh_token: str


class RemoveAllPasskeysRequest(TypedDict, total=False):
    email: str
    mfa_token: str


class RemoveEmbedOriginRequest(TypedDict):
    origin: str


class RemoveExportRequest(TypedDict):
    name: str


class RemoveImportRequest(TypedDict):
    name: str


class _RemoveOAuthLinkRequestRequired(TypedDict):
    issuer: str


class RemoveOAuthLinkRequest(_RemoveOAuthLinkRequestRequired, total=False):
    mfa_token: str


class _RemovePasskeyRequestRequired(TypedDict):
    id: str


class RemovePasskeyRequest(_RemovePasskeyRequestRequired, total=False):
    email: str
    mfa_token: str


class RemoveTotpRequest(TypedDict, total=False):
    email: str
    mfa_token: str


class RemoveUserRequest(TypedDict):
    email: str


class RenameAccountRequest(TypedDict):
    new_name: str
    email_code: str


class _RequestDeviceAuthorizationRequestRequired(TypedDict):
    client_id: str


class RequestDeviceAuthorizationRequest(_RequestDeviceAuthorizationRequestRequired, total=False):
    scope: str


class RequestDeviceTokenRequest(TypedDict):
    grant_type: str
    device_code: str
    client_id: str


class _RequestEmailAddressChangeRequestRequired(TypedDict):
    new_email: str


class RequestEmailAddressChangeRequest(_RequestEmailAddressChangeRequestRequired, total=False):
    password: str
    token: str


class RequestResetPasswordRequest(TypedDict):
    email: str


class ResendAccountConfirmationRequest(TypedDict):
    email: str


class ResendInvitationRequest(TypedDict):
    email: str


class ResendWebhookEventRequest(TypedDict):
    id: str
    event_id: str


class _ResetPasswordRequestRequired(TypedDict):
    new_password: str


class ResetPasswordRequest(_ResetPasswordRequestRequired, total=False):
    token: str
    email: str
    password: str
    end_new_keys: bool


class _RestoreAccountRequestRequired(TypedDict):
    id: str


class RestoreAccountRequest(_RestoreAccountRequestRequired, total=False):
    name: str
    root_email: str


class RestoredAccount(TypedDict):
    name: str
    root_email: str
    streams_purged_on: Union[str, None]


class ResumeAccountRequest(TypedDict):
    id: str
    reason: str


class RetryOutboxItemRequest(TypedDict):
    id: str


class _RevocationRequired(TypedDict):
    confirmed: bool
    holders: int
    took_ms: float


class Revocation(_RevocationRequired, total=False):
    """When the change holds everywhere. Absent if the request took nothing away, and in repeated answers"""
    by: str
    receipt: str


class RevokeTokensRequest(TypedDict):
    email: str


class RolesRolesItem(TypedDict):
    role: Literal['root', 'admin', 'developer', 'monitor', 'billing']
    text: str
    assignable: bool


class RolesCapabilitiesItem(TypedDict):
    name: str
    group: str
    text: str
    roles: List[Literal['root', 'admin', 'developer', 'monitor', 'billing']]
    needs_user: bool
    operations: List[str]


class Roles(TypedDict):
    roles: List[RolesRolesItem]
    capabilities: List[RolesCapabilitiesItem]


class RotateApiKeyRequest(TypedDict, total=False):
    """If id and key are left out, the calling key rotates itself"""
    id: str
    key: str
    grace_seconds: int
    retire: Literal['when_silent']
    silent_days: int
    expiry_days: int


class RotateWebhookSecretRequest(TypedDict):
    id: str


class _RotatedApiKeyRequired(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    key: str
    scopes: Union[List[str], None]
    allowed_ips: Union[List[str], None]
    rate_limit: Union[RateLimit, None]
    quota: Union[Quota, None]
    environment: Literal['live', 'test']
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: List[str]
    replaces: str
    grace_ends_on: str
    also_ending: List[str]


class RotatedApiKey(_RotatedApiKeyRequired, total=False):
    creds: str
    retire: Literal['when_silent']
    silent_days: int


class RotatedWebhookSecret(TypedDict):
    id: str
    secret: str
    previous_secret_until: str


class Session(TypedDict):
    """A session, by its handles"""
    account_id: str
    user_id: str
    account: str
    email: str
    role: str
    expiry: int
    token: str
    refresh_token: str
    ip: str
    agent: str
    platform: str
    is_suspended: bool
    location: str
    kind: Literal['interactive', 'key', 'embedded']
    method: str
    created_on: str
    current: bool


class SetEmergencyCreditRequest(TypedDict):
    emergency_credit: float


class SetPasswordRequest(TypedDict):
    token: str
    password: str


class SharedResponse(TypedDict):
    """Done"""
    message: str
    confirmed: Union[bool, None]


class _StartConsoleSessionRequestRequired(TypedDict):
    email: str
    password: str


class StartConsoleSessionRequest(_StartConsoleSessionRequestRequired, total=False):
    account: str


class _StartConsoleSessionWithOAuthRequestRequired(TypedDict):
    code: str
    state: str


class StartConsoleSessionWithOAuthRequest(_StartConsoleSessionWithOAuthRequestRequired, total=False):
    iss: str


class _StartConsoleSessionWithPasskeyRequestRequired(TypedDict):
    credential: Union[str, Dict[str, Any]]


class StartConsoleSessionWithPasskeyRequest(_StartConsoleSessionWithPasskeyRequestRequired, total=False):
    account: str
    token: str
    email: str


class _StartConsoleSessionWithRecoveryCodeRequestRequired(TypedDict):
    token: str
    code: str


class StartConsoleSessionWithRecoveryCodeRequest(_StartConsoleSessionWithRecoveryCodeRequestRequired, total=False):
    account: str


class _StartConsoleSessionWithTotpRequestRequired(TypedDict):
    token: str
    code: str


class StartConsoleSessionWithTotpRequest(_StartConsoleSessionWithTotpRequestRequired, total=False):
    email: str
    account: str


class _SubmitContactFormRequestRequired(TypedDict):
    to_email: str
    subject: str
    message: str


class SubmitContactFormRequest(_SubmitContactFormRequestRequired, total=False):
    location: str
    phone_number: str
    preferred_contact_method: Literal['email', 'emai', 'phone']


class SubscriptionItemsValueDataItem(TypedDict):
    id: str
    current_period_end: int


class SubscriptionItemsValue(TypedDict):
    data: List[SubscriptionItemsValueDataItem]


class Subscription(TypedDict):
    """Stripe's subscription object, with its schedule; a second phase in the schedule is a planned change"""
    id: str
    status: str
    cancel_at_period_end: bool
    cancel_at: Union[int, None]
    items: SubscriptionItemsValue


class SubscriptionItem(TypedDict):
    id: str
    quantity: float
    price: Price


class SubscriptionItems(TypedDict):
    has_default_payment_method: bool
    items: List[SubscriptionItem]


class SuccessResponse(TypedDict):
    """Done"""
    message: str


class _SuccessResponseWithRevocationRequired(TypedDict):
    message: str


class SuccessResponseWithRevocation(_SuccessResponseWithRevocationRequired, total=False):
    """Done"""
    revocation: Revocation


class SuspendAccountRequest(TypedDict):
    id: str
    reason: str


class SuspendUserRequest(TypedDict):
    email: str
    suspend: bool


class SwitchConsoleAccountRequest(TypedDict):
    account: str


class TestWebhookRequest(TypedDict):
    id: str


class TopUpApiKeyQuotaRequest(TypedDict):
    id: str
    add: int


class ToppedUpQuota(TypedDict):
    id: str
    quota: Quota
    topped_up: int
    used: int
    remaining: int
    refills_on: str


class UpdateAccountRequest(TypedDict, total=False):
    """A field that is left out does not change; an empty text clears a field."""
    country: str
    company_name: str
    address: str
    website: str
    phone_number: str
    onboarding_progress: Dict[str, Any]
    region: str
    provider: str
    cloud: bool
    hub: bool


class UpdateApiKeyRequest(TypedDict, total=False):
    id: str
    key: str
    email: str
    key_name: str
    scopes: Union[List[str], None]
    allowed_ips: Union[List[str], None]
    rate_limit: Union[RateLimit, None]
    quota: Union[Quota, None]
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: Union[List[str], None]
    disabled: bool
    expiry_days: int
    expires_on: str


class UpdateMeshNodesRequest(TypedDict):
    num_nodes: Literal[1, 3, 5]
    regions: List[str]


class UpdateMfaSettingsRequest(TypedDict, total=False):
    totp_enabled: bool
    passkey_enabled: bool
    mfa_token: str


class UpdateRoleRequest(TypedDict):
    email: str
    role: Literal['admin', 'developer', 'monitor', 'billing']


class _UpdateSubscriptionRequestItemsItemRequired(TypedDict):
    quantity: int


class UpdateSubscriptionRequestItemsItem(_UpdateSubscriptionRequestItemsItemRequired, total=False):
    id: str
    price: str


class UpdateSubscriptionRequest(TypedDict):
    items: List[UpdateSubscriptionRequestItemsItem]


class UpdateUserRequestNotificationPreferencesTaskStatusChangesChannels(TypedDict, total=False):
    in_app: bool
    email: bool
    push: bool


class UpdateUserRequestNotificationPreferencesTaskStatusChanges(TypedDict, total=False):
    enabled: bool
    channels: UpdateUserRequestNotificationPreferencesTaskStatusChangesChannels


class UpdateUserRequestNotificationPreferencesTaskAssignmentsChannels(TypedDict, total=False):
    in_app: bool
    email: bool
    push: bool


class UpdateUserRequestNotificationPreferencesTaskAssignments(TypedDict, total=False):
    enabled: bool
    channels: UpdateUserRequestNotificationPreferencesTaskAssignmentsChannels


class UpdateUserRequestNotificationPreferencesTaskMentionsChannels(TypedDict, total=False):
    in_app: bool
    email: bool
    push: bool


class UpdateUserRequestNotificationPreferencesTaskMentions(TypedDict, total=False):
    enabled: bool
    channels: UpdateUserRequestNotificationPreferencesTaskMentionsChannels


class UpdateUserRequestNotificationPreferencesTaskWatcherUpdatesChannels(TypedDict, total=False):
    in_app: bool
    email: bool
    push: bool


class UpdateUserRequestNotificationPreferencesTaskWatcherUpdates(TypedDict, total=False):
    enabled: bool
    channels: UpdateUserRequestNotificationPreferencesTaskWatcherUpdatesChannels


class UpdateUserRequestNotificationPreferencesQuietHours(TypedDict, total=False):
    enabled: bool
    start: str
    end: str
    timezone: str


class UpdateUserRequestNotificationPreferences(TypedDict, total=False):
    """Notification settings; a field that is left out does not change"""
    task_status_changes: UpdateUserRequestNotificationPreferencesTaskStatusChanges
    task_assignments: UpdateUserRequestNotificationPreferencesTaskAssignments
    task_mentions: UpdateUserRequestNotificationPreferencesTaskMentions
    task_watcher_updates: UpdateUserRequestNotificationPreferencesTaskWatcherUpdates
    batch_mode: Literal['immediate', 'hourly', 'daily']
    quiet_hours: UpdateUserRequestNotificationPreferencesQuietHours


class UpdateUserRequest(TypedDict, total=False):
    email: str
    first_name: str
    last_name: str
    sound: bool
    theme: str
    totp_enabled: bool
    passkey_enabled: bool
    mfa_token: str
    notification_preferences: UpdateUserRequestNotificationPreferences


class _UpdateWebhookRequestRequired(TypedDict):
    id: str


class UpdateWebhookRequest(_UpdateWebhookRequestRequired, total=False):
    url: str
    description: str
    events: Union[List[Literal['account.requested', 'account.created', 'account.activated', 'account.creation_refused', 'account.removed_unconfirmed', 'account.updated', 'account.emergency_credit_set', 'account.renamed', 'account.deletion_scheduled', 'account.deletion_cancelled', 'account.deleted', 'account.restored', 'account.suspended', 'account.resumed', 'account.streams_purged', 'account.erased', 'contact_form.submitted', 'email.confirmed', 'email.confirmation_resent', 'email.change_requested', 'email.change_approved', 'email.changed', 'session.started', 'session.factor_required', 'session.refused', 'session.locked_out', 'request.refused', 'session.refreshed', 'session.ended', 'session.refresh_reused', 'session.refresh_revoked', 'device_sign_in.approved', 'device_sign_in.denied', 'embed_origin.added', 'embed_origin.removed', 'embed_token.issued', 'embed_token.refused', 'password.reset_requested', 'password.changed', 'password.dropped', 'email_code.sent', 'oauth.linked', 'oauth.unlinked', 'member.invited', 'member.invitation_resent', 'member.invitation_expired', 'member.invitation_ended', 'member.accepted', 'member.role_changed', 'member.suspended', 'member.resumed', 'member.removed', 'totp.registered', 'totp.removed', 'passkey.registered', 'passkey.removed', 'mfa.settings_changed', 'recovery_codes.issued', 'recovery_codes.viewed', 'recovery_code.used', 'user.deleted', 'user.updated', 'user.removed', 'profile_image.set', 'profile_image.deleted', 'api_key.issued', 'api_key.imported', 'api_key.updated', 'api_key.disabled', 'api_key.enabled', 'api_key.quota_topped_up', 'api_key.rotated', 'api_key.deleted', 'api_key.used_after_deletion', 'api_key.used_while_disabled', 'api_key.leaked', 'api_key.expired', 'api_key.creds_read', 'revocation.confirmed', 'audit.exported', 'export.added', 'export.removed', 'import.added', 'import.removed', 'mesh.changed', 'payment.customer_created', 'payment.checkout_started', 'payment.portal_opened', 'payment.failed', 'payment.late', 'payment.overdue', 'payment.settled', 'subscription.started', 'subscription.updated', 'subscription.cancelled', 'subscription.changed', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.switched_off', 'webhook.tested', 'webhook.event_resent', 'operator.work_retried', 'operator.work_discarded']], None]
    disabled: bool


class _UpdatedAccountRequired(TypedDict):
    version: str


class UpdatedAccount(_UpdatedAccountRequired, total=False):
    id: str
    name: str
    display_name: str
    root_email: str
    subscription_status: Literal['active', 'pending', 'cancelled']
    subscription_plan: str
    emergency_credit: float
    country: str
    company_name: str
    address: str
    website: str
    phone_number: str
    scheduled_for_deletion: bool
    deletion_date: str
    payment_due_by: str
    region: str
    provider: str
    bstier: int
    cloud: bool
    hub: bool
    onboarding_progress: Dict[str, Any]


class _UpdatedApiKeyRequired(TypedDict):
    id: str
    name: str
    created_on: str
    expires_on: str
    last_4_characters: str
    start: Union[str, None]
    last_used_on: Union[str, None]
    account: str
    issued_by: Union[str, None]
    scopes: Union[List[str], None]
    allowed_ips: Union[List[str], None]
    rate_limit: Union[RateLimit, None]
    quota: Union[Quota, None]
    environment: Literal['live', 'test']
    metadata: Union[Dict[str, Union[str, float, bool]], None]
    tags: List[str]
    disabled: bool
    owner: Literal['member', 'account']
    replaces: Union[str, None]
    replaced_by: Union[str, None]
    retire: Union[Literal['when_silent'], None]
    silent_days: Union[int, None]
    version: str


class UpdatedApiKey(_UpdatedApiKeyRequired, total=False):
    last_used_from: Union[str, None]
    role: str
    email: str
    creds_revoked: Union[bool, None]


class _UploadProfileImageRequestRequired(TypedDict):
    file_name: str
    file: str
    content_type: str


class UploadProfileImageRequest(_UploadProfileImageRequestRequired, total=False):
    is_chunk: bool
    chunk_index: int
    total_chunks: int
    upload_id: str


class UserCodeRequest(TypedDict):
    user_code: str


class ValidateTokenRequest(TypedDict):
    token: str


class Webhook(TypedDict):
    id: str
    url: str
    description: str
    events: Union[List[str], None]
    disabled: bool
    disabled_reason: Union[str, None]
    failing_since: Union[str, None]
    retry_on: Union[str, None]
    delivered_on: Union[str, None]
    previous_secret_until: Union[str, None]
    created_on: str
    version: str


class WebhookDelivery(TypedDict):
    id: str
    event_id: str
    action: str
    purpose: Literal['event', 'test', 'resend']
    attempt: int
    attempted_on: str
    duration_ms: int
    delivered: bool
    status: Union[int, None]
    error: Union[str, None]


class _UpdateAccountAnswerRequired(TypedDict):
    data: UpdatedAccount


class UpdateAccountAnswer(_UpdateAccountAnswerRequired, total=False):
    """The account after the change"""
    revocation: Revocation


class CreateAccountAnswerData(TypedDict):
    email_confirmed: bool


class CreateAccountAnswer(TypedDict):
    """The account was created"""
    data: CreateAccountAnswerData


class _DeleteAccountAnswerDataRequired(TypedDict):
    message: str
    deletion_date: str


class DeleteAccountAnswerData(_DeleteAccountAnswerDataRequired, total=False):
    creds_revoked: Union[bool, None]


class _DeleteAccountAnswerRequired(TypedDict):
    data: DeleteAccountAnswerData


class DeleteAccountAnswer(_DeleteAccountAnswerRequired, total=False):
    """The account is deleted, or its deletion is scheduled"""
    revocation: Revocation


class GetApiCredsAnswer(TypedDict):
    """The text of the creds file"""
    data: str


class _DeleteApiKeyAnswerRequired(TypedDict):
    data: DeletedApiKey


class DeleteApiKeyAnswer(_DeleteApiKeyAnswerRequired, total=False):
    """The key is deleted"""
    revocation: Revocation


class _UpdateApiKeyAnswerRequired(TypedDict):
    data: UpdatedApiKey


class UpdateApiKeyAnswer(_UpdateApiKeyAnswerRequired, total=False):
    """The key after the change"""
    revocation: Revocation


class IssueApiKeyAnswer(TypedDict):
    """The key and its creds"""
    data: IssuedApiKey


class GetApiKeyImpactAnswer(TypedDict):
    """What depends on the key"""
    data: ApiKeyImpact


class TopUpApiKeyQuotaAnswer(TypedDict):
    """The quota after it"""
    data: ToppedUpQuota


class _RotateApiKeyAnswerRequired(TypedDict):
    data: RotatedApiKey


class RotateApiKeyAnswer(_RotateApiKeyAnswerRequired, total=False):
    """The new key and its creds"""
    revocation: Revocation


class GetApiKeyUsageAnswer(TypedDict):
    """The uses of the key"""
    data: ApiKeyUsage


class _ViewApiKeysAnswerRequired(TypedDict):
    data: List[ApiKey]


class ViewApiKeysAnswer(_ViewApiKeysAnswerRequired, total=False):
    """The keys"""
    next_cursor: Union[str, None]


class ImportApiKeysAnswerData(TypedDict):
    dry_run: bool
    imported: int
    existing: int
    refused: int
    keys: List[ImportedApiKey]


class ImportApiKeysAnswer(TypedDict):
    """What became of each key"""
    data: ImportApiKeysAnswerData


class ListAuditEventsAnswer(TypedDict):
    """The events"""
    data: List[AuditEvent]
    next_cursor: Union[str, None]


class _AuthWithApiKeyAnswerRequired(TypedDict):
    data: AuthResponse


class AuthWithApiKeyAnswer(_AuthWithApiKeyAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class _AuthWithPasswordAnswerRequired(TypedDict):
    data: Union[AuthResponse, MfaRequiredResponse]


class AuthWithPasswordAnswer(_AuthWithPasswordAnswerRequired, total=False):
    """Signed in, or a second factor is needed"""
    revocation: Revocation


class _AuthWithRecoveryCodeAnswerRequired(TypedDict):
    data: AuthResponse


class AuthWithRecoveryCodeAnswer(_AuthWithRecoveryCodeAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class _AuthWithTotpAnswerRequired(TypedDict):
    data: AuthResponse


class AuthWithTotpAnswer(_AuthWithTotpAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class BeginAuthWithPasskeyAnswer(TypedDict):
    """PublicKeyCredentialRequestOptionsJSON"""
    data: PasskeyRequestOptions


class BeginPasskeyRegistrationAnswer(TypedDict):
    """PublicKeyCredentialCreationOptionsJSON"""
    data: PasskeyCreationOptions


class _CompleteAuthWithPasskeyAnswerRequired(TypedDict):
    data: AuthResponse


class CompleteAuthWithPasskeyAnswer(_CompleteAuthWithPasskeyAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class CompletePasskeyRegistrationAnswerData(TypedDict):
    passkey: PasskeyAlias
    recovery_codes: List[str]


class CompletePasskeyRegistrationAnswer(TypedDict):
    """The passkey is registered"""
    data: CompletePasskeyRegistrationAnswerData


class ConfirmEmailAnswerData(TypedDict):
    account: str
    email: str
    account_id: str
    user_id: str


class ConfirmEmailAnswer(TypedDict):
    """The email address is confirmed"""
    data: ConfirmEmailAnswerData


class ConfirmTotpRegistrationAnswerData(TypedDict):
    recovery_codes: List[str]


class ConfirmTotpRegistrationAnswer(TypedDict):
    """The authenticator app is switched on"""
    data: ConfirmTotpRegistrationAnswerData


class _RemoveEmbedOriginAnswerRequired(TypedDict):
    data: List[EmbedOrigin]


class RemoveEmbedOriginAnswer(_RemoveEmbedOriginAnswerRequired, total=False):
    """The origins, oldest first"""
    revocation: Revocation


class ListEmbedOriginsAnswer(TypedDict):
    """The origins, oldest first"""
    data: List[EmbedOrigin]


class AddEmbedOriginAnswer(TypedDict):
    """The origins, oldest first"""
    data: List[EmbedOrigin]


class IssueEmbedTokenAnswer(TypedDict):
    """The token"""
    data: EmbedToken


class GenerateTotpKeyAnswerData(TypedDict):
    otpauth_url: str
    secret: str


class GenerateTotpKeyAnswer(TypedDict):
    """The secret, shown only once"""
    data: GenerateTotpKeyAnswerData


class ListHoldersAnswer(TypedDict):
    """The verifiers"""
    data: List[Holder]


class ListImportsExportsAnswer(TypedDict):
    """Imports and exports"""
    data: ImportsExports


class GetAccountInfoAnswer(TypedDict):
    """The account"""
    data: AccountInfo


class ListAccountsByUserAnswerData2Item(TypedDict):
    id: str
    name: str
    display_name: str


class ListAccountsByUserAnswer(TypedDict):
    """Account ids; with details, ids and names"""
    data: Union[List[str], List[ListAccountsByUserAnswerData2Item]]


class GetMeshNodesAnswer(TypedDict):
    """The mesh nodes"""
    data: MeshNodes


class UpdateMeshNodesAnswer(TypedDict):
    """The desired placement is stored"""
    message: str


class ListOAuthLinksAnswerDataItem(TypedDict):
    issuer: str
    provider: str
    linked_on: str


class ListOAuthLinksAnswer(TypedDict):
    """The links"""
    data: List[ListOAuthLinksAnswerDataItem]


class _HandleOAuthCallbackAnswerRequired(TypedDict):
    data: Union[AuthResponse, MfaRequiredResponse]


class HandleOAuthCallbackAnswer(_HandleOAuthCallbackAnswerRequired, total=False):
    """Signed in, or a second factor is needed"""
    revocation: Revocation


class GetOAuthLoginUrlAnswerData(TypedDict):
    oauth_url: str


class GetOAuthLoginUrlAnswer(TypedDict):
    """The URL for the browser"""
    data: GetOAuthLoginUrlAnswerData


class GetAccountOverviewAnswer(TypedDict):
    """The overview"""
    data: AccountOverview


class ListPasskeysAnswer(TypedDict):
    """The passkeys"""
    data: List[Passkey]


class GetCheckoutUrlAnswer(TypedDict):
    """The URL for the browser"""
    data: str


class GetDashboardUrlAnswer(TypedDict):
    """The URL for the browser"""
    data: str


class _CreateFreeSubscriptionAnswerRequired(TypedDict):
    data: Subscription


class CreateFreeSubscriptionAnswer(_CreateFreeSubscriptionAnswerRequired, total=False):
    """The subscription"""
    revocation: Revocation


class GetPricesAnswer(TypedDict):
    """The prices"""
    data: List[Price]


class GetProductsAnswer(TypedDict):
    """The products"""
    data: List[Product]


class _CancelSubscriptionAnswerRequired(TypedDict):
    data: Subscription


class CancelSubscriptionAnswer(_CancelSubscriptionAnswerRequired, total=False):
    """The subscription, which ends with its period"""
    revocation: Revocation


class GetSubscriptionAnswer(TypedDict):
    """The subscription"""
    data: Subscription


class _UpdateSubscriptionAnswerRequired(TypedDict):
    data: Subscription


class UpdateSubscriptionAnswer(_UpdateSubscriptionAnswerRequired, total=False):
    """The subscription after the change, or with the planned change in its schedule"""
    revocation: Revocation


class GetSubscriptionItemsAnswer(TypedDict):
    """The items"""
    data: SubscriptionItems


class ViewRecoveryCodesAnswer(TypedDict):
    """The codes; an empty list if there are none"""
    data: List[str]


class IssueRecoveryCodesAnswer(TypedDict):
    """The codes"""
    data: List[str]


class _RefreshTokenAnswerRequired(TypedDict):
    data: AuthResponse


class RefreshTokenAnswer(_RefreshTokenAnswerRequired, total=False):
    """The new pair of tokens"""
    revocation: Revocation


class _RemoveUserAnswerRequired(TypedDict):
    message: str
    creds_updated: Union[bool, None]


class RemoveUserAnswer(_RemoveUserAnswerRequired, total=False):
    """Done"""
    revocation: Revocation


class ResendAccountConfirmationAnswerData(TypedDict):
    message: str


class ResendAccountConfirmationAnswer(TypedDict):
    """The same answer for every email address"""
    data: ResendAccountConfirmationAnswerData


class _UpdateRoleAnswerRequired(TypedDict):
    message: str
    creds_updated: Union[bool, None]


class UpdateRoleAnswer(_UpdateRoleAnswerRequired, total=False):
    """Done"""
    revocation: Revocation


class ListRolesAnswer(TypedDict):
    """The roles"""
    data: Roles


class GetSessionTokensAnswerData(TypedDict):
    auth: List[Session]
    refresh: List[RefreshToken]


class _GetSessionTokensAnswerRequired(TypedDict):
    data: GetSessionTokensAnswerData


class GetSessionTokensAnswer(_GetSessionTokensAnswerRequired, total=False):
    """The sessions"""
    next_cursor: Union[str, None]


class SetPasswordAnswerData(TypedDict):
    account_id: str
    user_id: str
    account: str
    email: str


class _SetPasswordAnswerRequired(TypedDict):
    data: SetPasswordAnswerData


class SetPasswordAnswer(_SetPasswordAnswerRequired, total=False):
    """The membership is active"""
    revocation: Revocation


class _SuspendUserAnswerRequired(TypedDict):
    message: str
    creds_updated: Union[bool, None]


class SuspendUserAnswer(_SuspendUserAnswerRequired, total=False):
    """Done"""
    revocation: Revocation


class ValidateTokenAnswer(TypedDict):
    """True if the token is valid"""
    data: bool


class GetUserLoginDataAnswer(TypedDict):
    """The caller"""
    data: LoginData


class GetUserMfaInfoAnswer(TypedDict):
    """The factors"""
    data: MfaInfo


class _ListUsersByAccountAnswerRequired(TypedDict):
    data: List[Member]


class ListUsersByAccountAnswer(_ListUsersByAccountAnswerRequired, total=False):
    """The members"""
    next_cursor: Union[str, None]


class ListWebhooksAnswer(TypedDict):
    """The webhooks"""
    data: List[Webhook]


class UpdateWebhookAnswer(TypedDict):
    """The webhook as it is now"""
    data: Webhook


class CreateWebhookAnswer(TypedDict):
    """The new webhook and its secret"""
    data: NewWebhook


class ListWebhookDeliveriesAnswer(TypedDict):
    """The deliveries"""
    data: List[WebhookDelivery]
    next_cursor: Union[str, None]


class ResendWebhookEventAnswer(TypedDict):
    """What became of the delivery"""
    data: WebhookDelivery


class RotateWebhookSecretAnswer(TypedDict):
    """The new secret"""
    data: RotatedWebhookSecret


class TestWebhookAnswer(TypedDict):
    """What became of the delivery"""
    data: WebhookDelivery


class GetConsoleConfigAnswer(TypedDict):
    """The same for everybody"""
    data: ConsoleConfig


class _StartConsoleSessionAnswerRequired(TypedDict):
    data: Union[ConsoleSession, MfaRequiredResponse]


class StartConsoleSessionAnswer(_StartConsoleSessionAnswerRequired, total=False):
    """Signed in, or a second factor is needed"""
    revocation: Revocation


class _SwitchConsoleAccountAnswerRequired(TypedDict):
    data: ConsoleSession


class SwitchConsoleAccountAnswer(_SwitchConsoleAccountAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class BeginConsoleSessionWithPasskeyAnswer(TypedDict):
    """PublicKeyCredentialRequestOptionsJSON"""
    data: PasskeyRequestOptions


class _StartConsoleSessionWithOAuthAnswerRequired(TypedDict):
    data: Union[ConsoleSession, MfaRequiredResponse]


class StartConsoleSessionWithOAuthAnswer(_StartConsoleSessionWithOAuthAnswerRequired, total=False):
    """Signed in, or a second factor is needed"""
    revocation: Revocation


class _StartConsoleSessionWithPasskeyAnswerRequired(TypedDict):
    data: ConsoleSession


class StartConsoleSessionWithPasskeyAnswer(_StartConsoleSessionWithPasskeyAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class _StartConsoleSessionWithRecoveryCodeAnswerRequired(TypedDict):
    data: ConsoleSession


class StartConsoleSessionWithRecoveryCodeAnswer(_StartConsoleSessionWithRecoveryCodeAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class _RefreshConsoleSessionAnswerRequired(TypedDict):
    data: ConsoleSession


class RefreshConsoleSessionAnswer(_RefreshConsoleSessionAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class _StartConsoleSessionWithTotpAnswerRequired(TypedDict):
    data: ConsoleSession


class StartConsoleSessionWithTotpAnswer(_StartConsoleSessionWithTotpAnswerRequired, total=False):
    """Signed in"""
    revocation: Revocation


class FindDeviceSignInAnswer(TypedDict):
    """The device"""
    data: DeviceSignIn


class _OpenEmbedSessionAnswerRequired(TypedDict):
    data: EmbedSession


class OpenEmbedSessionAnswer(_OpenEmbedSessionAnswerRequired, total=False):
    """The session"""
    revocation: Revocation


class IntrospectTokensAnswer(TypedDict):
    """One answer for each token, in the order of the request"""
    data: List[Introspection]


class _ListAllAccountsAnswerRequired(TypedDict):
    data: List[OperatedAccount]


class ListAllAccountsAnswer(_ListAllAccountsAnswerRequired, total=False):
    """The accounts"""
    next_cursor: Union[str, None]


class RestoreAccountAnswer(TypedDict):
    """The account is restored"""
    data: RestoredAccount


class ResumeAccountAnswerData(TypedDict):
    message: str
    bus_confirmed: Union[bool, None]


class ResumeAccountAnswer(TypedDict):
    """The account works again"""
    data: ResumeAccountAnswerData


class SuspendAccountAnswerData(TypedDict):
    message: str
    bus_confirmed: Union[bool, None]


class _SuspendAccountAnswerRequired(TypedDict):
    data: SuspendAccountAnswerData


class SuspendAccountAnswer(_SuspendAccountAnswerRequired, total=False):
    """The account is suspended"""
    revocation: Revocation


class GetOperatorHealthAnswer(TypedDict):
    """The health"""
    data: OperatorHealth


class GetOperatorMetricsAnswer(TypedDict):
    """The metrics"""
    data: OperatorMetrics


class ListOutboxItemsAnswerKindsItem(TypedDict):
    kind: str
    waiting: int
    retrying: int
    failed: int
    due_on: Union[str, None]


class _ListOutboxItemsAnswerRequired(TypedDict):
    data: List[OutboxItem]
    kinds: List[ListOutboxItemsAnswerKindsItem]


class ListOutboxItemsAnswer(_ListOutboxItemsAnswerRequired, total=False):
    """The items"""
    next_cursor: Union[str, None]


class _ReportLeakedKeysBodyItemRequired(TypedDict):
    token: str
    type: str


class ReportLeakedKeysBodyItem(_ReportLeakedKeysBodyItemRequired, total=False):
    """A text that was found in public"""
    url: str
    source: str


class ReportLeakedKeysAnswerItem(TypedDict):
    token_raw: str
    token_type: str
    label: Literal['true_positive', 'false_positive']


BeginConsoleSessionWithPasskeyRequest = Dict[str, Any]


ConfirmEmailRequest = Any


ProcessPaymentWebhookRequest = Dict[str, Any]


RefreshConsoleSessionRequest = Dict[str, Any]
