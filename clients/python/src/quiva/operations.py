# Generated from packages/client/openapi.json by clients/python/scripts/generate.py: do not edit.
# fmt: off
from __future__ import annotations

from typing import Any, Dict, Iterator, List, Literal, Optional, Union, cast

from ._base import Base
from .types import (
    AddEmbedOriginAnswer,
    AddEmbedOriginRequest,
    AddExportRequest,
    AddImportRequest,
    ApiKey,
    AuditEvent,
    AuthWithApiKeyAnswer,
    AuthWithApiKeyRequest,
    AuthWithPasswordAnswer,
    AuthWithPasswordRequest,
    AuthWithRecoveryCodeAnswer,
    AuthWithRecoveryCodeRequest,
    AuthWithTotpAnswer,
    AuthWithTotpRequest,
    BeginAuthWithPasskeyAnswer,
    BeginAuthWithPasskeyRequest,
    BeginConsoleSessionWithPasskeyAnswer,
    BeginConsoleSessionWithPasskeyRequest,
    BeginPasskeyRegistrationAnswer,
    BeginPasskeyRegistrationRequest,
    CancelSubscriptionAnswer,
    ChangeEmailAddressActionRequest,
    CompleteAuthWithPasskeyAnswer,
    CompleteAuthWithPasskeyRequest,
    CompletePasskeyRegistrationAnswer,
    CompletePasskeyRegistrationRequest,
    ConfirmEmailAnswer,
    ConfirmEmailRequest,
    ConfirmTotpRegistrationAnswer,
    ConfirmTotpRegistrationRequest,
    CreateAccountAnswer,
    CreateAccountRequest,
    CreateFreeSubscriptionAnswer,
    CreateUserRequest,
    CreateWebhookAnswer,
    CreateWebhookRequest,
    DeleteAccountAnswer,
    DeleteAccountRequest,
    DeleteApiKeyAnswer,
    DeleteApiKeyRequest,
    DeleteWebhookRequest,
    DeviceAuthorization,
    DeviceTokens,
    DiscardOutboxItemRequest,
    FindDeviceSignInAnswer,
    GenerateTotpKeyAnswer,
    GenerateTotpKeyRequest,
    GetAccountInfoAnswer,
    GetAccountOverviewAnswer,
    GetApiCredsAnswer,
    GetApiKeyImpactAnswer,
    GetApiKeyUsageAnswer,
    GetCheckoutUrlAnswer,
    GetCheckoutUrlRequest,
    GetConsoleConfigAnswer,
    GetDashboardUrlAnswer,
    GetMeshNodesAnswer,
    GetOAuthLoginUrlAnswer,
    GetOperatorHealthAnswer,
    GetOperatorMetricsAnswer,
    GetPricesAnswer,
    GetProductsAnswer,
    GetSessionTokensAnswer,
    GetSubscriptionAnswer,
    GetSubscriptionItemsAnswer,
    GetUserLoginDataAnswer,
    GetUserMfaInfoAnswer,
    HandleOAuthCallbackAnswer,
    ImportApiKeysAnswer,
    ImportApiKeysRequest,
    IntrospectTokenRequest,
    IntrospectTokensAnswer,
    IntrospectTokensRequest,
    Introspection,
    IssueApiKeyAnswer,
    IssueApiKeyRequest,
    IssueEmbedTokenAnswer,
    IssueEmbedTokenRequest,
    IssueRecoveryCodesAnswer,
    IssueRecoveryCodesRequest,
    ListAccountsByUserAnswer,
    ListAllAccountsAnswer,
    ListAuditEventsAnswer,
    ListEmbedOriginsAnswer,
    ListHoldersAnswer,
    ListImportsExportsAnswer,
    ListOAuthLinksAnswer,
    ListOutboxItemsAnswer,
    ListPasskeysAnswer,
    ListRolesAnswer,
    ListUsersByAccountAnswer,
    ListWebhookDeliveriesAnswer,
    ListWebhooksAnswer,
    Member,
    OpenEmbedSessionAnswer,
    OpenEmbedSessionRequest,
    OperatedAccount,
    OutboxItem,
    ProcessPaymentWebhookRequest,
    RefreshConsoleSessionAnswer,
    RefreshConsoleSessionRequest,
    RefreshTokenAnswer,
    RefreshTokenRequest,
    RemoveAllPasskeysRequest,
    RemoveEmbedOriginAnswer,
    RemoveEmbedOriginRequest,
    RemoveExportRequest,
    RemoveImportRequest,
    RemoveOAuthLinkRequest,
    RemovePasskeyRequest,
    RemoveTotpRequest,
    RemoveUserAnswer,
    RemoveUserRequest,
    RenameAccountRequest,
    ReportLeakedKeysAnswerItem,
    ReportLeakedKeysBodyItem,
    RequestDeviceAuthorizationRequest,
    RequestDeviceTokenRequest,
    RequestEmailAddressChangeRequest,
    RequestResetPasswordRequest,
    ResendAccountConfirmationAnswer,
    ResendAccountConfirmationRequest,
    ResendInvitationRequest,
    ResendWebhookEventAnswer,
    ResendWebhookEventRequest,
    ResetPasswordRequest,
    RestoreAccountAnswer,
    RestoreAccountRequest,
    ResumeAccountAnswer,
    ResumeAccountRequest,
    RetryOutboxItemRequest,
    RevokeTokensRequest,
    RotateApiKeyAnswer,
    RotateApiKeyRequest,
    RotateWebhookSecretAnswer,
    RotateWebhookSecretRequest,
    SetEmergencyCreditRequest,
    SetPasswordAnswer,
    SetPasswordRequest,
    SharedResponse,
    StartConsoleSessionAnswer,
    StartConsoleSessionRequest,
    StartConsoleSessionWithOAuthAnswer,
    StartConsoleSessionWithOAuthRequest,
    StartConsoleSessionWithPasskeyAnswer,
    StartConsoleSessionWithPasskeyRequest,
    StartConsoleSessionWithRecoveryCodeAnswer,
    StartConsoleSessionWithRecoveryCodeRequest,
    StartConsoleSessionWithTotpAnswer,
    StartConsoleSessionWithTotpRequest,
    SubmitContactFormRequest,
    SuccessResponse,
    SuccessResponseWithRevocation,
    SuspendAccountAnswer,
    SuspendAccountRequest,
    SuspendUserAnswer,
    SuspendUserRequest,
    SwitchConsoleAccountAnswer,
    SwitchConsoleAccountRequest,
    TestWebhookAnswer,
    TestWebhookRequest,
    TopUpApiKeyQuotaAnswer,
    TopUpApiKeyQuotaRequest,
    UpdateAccountAnswer,
    UpdateAccountRequest,
    UpdateApiKeyAnswer,
    UpdateApiKeyRequest,
    UpdateMeshNodesAnswer,
    UpdateMeshNodesRequest,
    UpdateMfaSettingsRequest,
    UpdateRoleAnswer,
    UpdateRoleRequest,
    UpdateSubscriptionAnswer,
    UpdateSubscriptionRequest,
    UpdateUserRequest,
    UpdateWebhookAnswer,
    UpdateWebhookRequest,
    UploadProfileImageRequest,
    UserCodeRequest,
    ValidateTokenAnswer,
    ValidateTokenRequest,
    ViewApiKeysAnswer,
    ViewRecoveryCodesAnswer,
    WebhookDelivery,
)


class Operations(Base):
    """One method for each operation of the gateway, in the order of their paths."""

    def update_account(self, body: UpdateAccountRequest, *, receipt: Optional[bool] = None, if_match: Optional[str] = None, prefer: Optional[str] = None) -> UpdateAccountAnswer:
        """Update account.

        Changes only the fields that are in the body. Other operations change the account name and the email address of the root user. Only the root user and administrators may do this."""
        return cast('UpdateAccountAnswer', self._call('PATCH', '/accounts', query={'receipt': receipt}, headers={'if-match': if_match, 'prefer': prefer}, body=body))

    def create_account(self, body: CreateAccountRequest) -> CreateAccountAnswer:
        """Create account.

        Creates an account. If no user has the email address yet, the gateway mails a link and a code, and creates the account and its root user when the email address is confirmed. If a user has the email address, they prove their current password, and their second factor if one is switched on; the account can then be used at once. The answer never tells whether a user has the email address."""
        return cast('CreateAccountAnswer', self._call('POST', '/accounts', body=body, anonymous=True))

    def delete_account(self, body: DeleteAccountRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> DeleteAccountAnswer:
        """Delete account.

        Deletes the account at once, or in 14 days; until then everything works, and the deletion can be cancelled. The deletion revokes all sessions and deletes all API keys. Nobody can sign in to the account any more, and its name becomes free. The users are kept. The operator of the gateway can restore the account for a year. Only the root user may do this, with a mailed code."""
        return cast('DeleteAccountAnswer', self._call('DELETE', '/accounts/account', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def remove_all_passkeys(self, body: Optional[RemoveAllPasskeysRequest] = None) -> SuccessResponse:
        """Remove all passkeys.

        Removes all passkeys of a user. It is not an error if there are none. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/all-passkeys', body=body))

    def get_api_creds(self, *, key: str, format: Optional[Literal['quiva', 'nats']] = None) -> GetApiCredsAnswer:
        """Get API credentials.

        Returns the creds file of a live key of the caller. The whole key is needed, because the creds are sealed under it. If the key itself makes the call, in either header, the query may leave it out."""
        return cast('GetApiCredsAnswer', self._call('GET', '/accounts/api-creds', query={'key': key, 'format': format}))

    def delete_api_key(self, body: Optional[DeleteApiKeyRequest] = None, *, id: Optional[str] = None, key: Optional[str] = None, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> DeleteApiKeyAnswer:
        """Delete API key.

        Deletes a key, named by its id or by the whole key, in the query or the body. From the answer on, the gateway refuses the key, the sessions made from it, and the keys that it issued or made by rotating itself. `creds_revoked` says whether the message bus refuses the creds already. This cannot be undone. The root user and administrators may also delete keys of other members."""
        return cast('DeleteApiKeyAnswer', self._call('DELETE', '/accounts/api-key', query={'id': id, 'key': key, 'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def update_api_key(self, body: UpdateApiKeyRequest, *, receipt: Optional[bool] = None, if_match: Optional[str] = None, prefer: Optional[str] = None) -> UpdateApiKeyAnswer:
        """Update API key.

        Changes the name, the limits, the metadata and the tags of a live key, disables or enables it, or extends its expiry. The key is named by its id or by the whole key. A field that is left out does not change; null removes a limit, or all metadata or tags. The change applies from the answer on, everywhere, also to the sessions made from the key and the keys that it issued. A key with limits may change only itself and the keys that it issued, and may not grant more than it has. Only a user, or a key that issued the key, may enable it, extend it, or change its metadata or tags. The root user and administrators may also change keys of other members."""
        return cast('UpdateApiKeyAnswer', self._call('PATCH', '/accounts/api-key', query={'receipt': receipt}, headers={'if-match': if_match, 'prefer': prefer}, body=body))

    def issue_api_key(self, body: IssueApiKeyRequest, *, idempotency_key: Optional[str] = None) -> IssueApiKeyAnswer:
        """Issue API key.

        Issues a key for the API, and creds for the command line and the message bus, so that programs need no interactive sign-in. The key and the creds are shown only once. At each use, the key has the current rights of its owner, except what only a signed-in user may do. Scopes, allowed networks and a rate limit can narrow it further. If a key issues a key, the new key never expires later and never has more rights than the key that issued it, and is deleted with that key. A key of the account has its own role, and is kept when the member who issued it leaves."""
        return cast('IssueApiKeyAnswer', self._call('POST', '/accounts/api-key', headers={'idempotency-key': idempotency_key}, body=body, idempotent=True))

    def get_api_key_impact(self, *, id: Optional[str] = None) -> GetApiKeyImpactAnswer:
        """Get API key impact.

        Shows what the deletion of a key would end, and says in one word whether somebody would miss it: its uses of the last 30 days, its sessions, the keys that would be deleted too, its connections to the message bus, its successor, and pending invitations. Uses over HTTP of the last ten seconds may be missing; with thousands of keys in use, of the last 50. The root user and administrators may also see this for keys of other members and of the account."""
        return cast('GetApiKeyImpactAnswer', self._call('GET', '/accounts/api-key/impact', query={'id': id}))

    def top_up_api_key_quota(self, body: TopUpApiKeyQuotaRequest, *, idempotency_key: Optional[str] = None) -> TopUpApiKeyQuotaAnswer:
        """Top up quota.

        Adds units to the quota of a key, for its present period. They count at once on this gateway, and within a second on the others. For the root user and administrators, and for their keys with the scope quotas:write. A key cannot top up a quota that applies to itself."""
        return cast('TopUpApiKeyQuotaAnswer', self._call('POST', '/accounts/api-key/quota', headers={'idempotency-key': idempotency_key}, body=body, idempotent=True))

    def rotate_api_key(self, body: Optional[RotateApiKeyRequest] = None, *, receipt: Optional[bool] = None, idempotency_key: Optional[str] = None, prefer: Optional[str] = None) -> RotateApiKeyAnswer:
        """Rotate API key.

        Issues a new key, the successor, with the same name, owner and limits. The old key still works for a grace period, so that programs can move to the new key one by one. A key may rotate itself. The root user and administrators may also rotate keys of the account."""
        return cast('RotateApiKeyAnswer', self._call('POST', '/accounts/api-key/rotate', query={'receipt': receipt}, headers={'idempotency-key': idempotency_key, 'prefer': prefer}, body=body, idempotent=True))

    def get_api_key_usage(self, *, id: Optional[str] = None) -> GetApiKeyUsageAnswer:
        """Get API key usage.

        Shows for each day how often, when last and from which networks a key was used, so that you can see when an old key is no longer in use. The counts are of requests over HTTP, and go back 90 days; the last ten seconds may be missing, or 50 with thousands of keys in use. The root user and administrators may also see this for keys of other members and of the account."""
        return cast('GetApiKeyUsageAnswer', self._call('GET', '/accounts/api-key/usage', query={'id': id}))

    def view_api_keys(self, *, email: Optional[str] = None, owner: Optional[Literal['member', 'account', 'all']] = None, limit: Optional[int] = None, cursor: Optional[str] = None, search: Optional[str] = None, sort: Optional[Literal['name', '-name', 'created_on', '-created_on', 'last_used_on', '-last_used_on', 'expires_on', '-expires_on']] = None, state: Optional[Literal['active', 'expiring', 'unused', 'silent', 'replaced', 'disabled']] = None, environment: Optional[Literal['live', 'test']] = None, scope: Optional[str] = None, tag: Optional[str] = None) -> ViewApiKeysAnswer:
        """View API keys.

        Lists the live keys of the caller in this account, oldest first, without the keys themselves. The root user and administrators may also list the keys of other members and of the account. With `limit` the answer is a page: send its `next_cursor` as `cursor` for the next one, until it is null. A key that is issued or deleted between two pages neither hides nor repeats another key."""
        return cast('ViewApiKeysAnswer', self._call('GET', '/accounts/api-keys', query={'email': email, 'owner': owner, 'limit': limit, 'cursor': cursor, 'search': search, 'sort': sort, 'state': state, 'environment': environment, 'scope': scope, 'tag': tag}))

    def iter_api_keys(self, *, email: Optional[str] = None, owner: Optional[Literal['member', 'account', 'all']] = None, search: Optional[str] = None, sort: Optional[Literal['name', '-name', 'created_on', '-created_on', 'last_used_on', '-last_used_on', 'expires_on', '-expires_on']] = None, state: Optional[Literal['active', 'expiring', 'unused', 'silent', 'replaced', 'disabled']] = None, environment: Optional[Literal['live', 'test']] = None, scope: Optional[str] = None, tag: Optional[str] = None, limit: int = 500) -> Iterator[ApiKey]:
        """The rows of view_api_keys, page after page; `limit` is the size of a page."""
        return cast('Iterator[ApiKey]', self._rows('/accounts/api-keys', limit, {'email': email, 'owner': owner, 'search': search, 'sort': sort, 'state': state, 'environment': environment, 'scope': scope, 'tag': tag}))

    def import_api_keys(self, body: ImportApiKeysRequest) -> ImportApiKeysAnswer:
        """Import API keys.

        Takes over keys that another system has issued, as hashes: the keys go on working, in their own form, wherever keys of this gateway do. Each key is answered by itself, and the request may be repeated: what is there already is not changed. The keys belong to the caller or to the account. If a key imports keys, they never expire later and never have more rights than that key, and are deleted with it. For the root user and administrators."""
        return cast('ImportApiKeysAnswer', self._call('POST', '/accounts/api-keys/import', body=body))

    def list_audit_events(self, *, search: Optional[str] = None, person: Optional[str] = None, action: Optional[Literal['account.requested', 'account.created', 'account.activated', 'account.creation_refused', 'account.removed_unconfirmed', 'account.updated', 'account.emergency_credit_set', 'account.renamed', 'account.deletion_scheduled', 'account.deletion_cancelled', 'account.deleted', 'account.restored', 'account.suspended', 'account.resumed', 'account.streams_purged', 'account.erased', 'contact_form.submitted', 'email.confirmed', 'email.confirmation_resent', 'email.change_requested', 'email.change_approved', 'email.changed', 'session.started', 'session.factor_required', 'session.refused', 'session.locked_out', 'request.refused', 'session.refreshed', 'session.ended', 'session.refresh_reused', 'session.refresh_revoked', 'device_sign_in.approved', 'device_sign_in.denied', 'embed_origin.added', 'embed_origin.removed', 'embed_token.issued', 'embed_token.refused', 'password.reset_requested', 'password.changed', 'password.dropped', 'email_code.sent', 'oauth.linked', 'oauth.unlinked', 'member.invited', 'member.invitation_resent', 'member.invitation_expired', 'member.invitation_ended', 'member.accepted', 'member.role_changed', 'member.suspended', 'member.resumed', 'member.removed', 'totp.registered', 'totp.removed', 'passkey.registered', 'passkey.removed', 'mfa.settings_changed', 'recovery_codes.issued', 'recovery_codes.viewed', 'recovery_code.used', 'user.deleted', 'user.updated', 'user.removed', 'profile_image.set', 'profile_image.deleted', 'api_key.issued', 'api_key.imported', 'api_key.updated', 'api_key.disabled', 'api_key.enabled', 'api_key.quota_topped_up', 'api_key.rotated', 'api_key.deleted', 'api_key.used_after_deletion', 'api_key.used_while_disabled', 'api_key.leaked', 'api_key.expired', 'api_key.creds_read', 'revocation.confirmed', 'audit.exported', 'export.added', 'export.removed', 'import.added', 'import.removed', 'mesh.changed', 'payment.customer_created', 'payment.checkout_started', 'payment.portal_opened', 'payment.failed', 'payment.late', 'payment.overdue', 'payment.settled', 'subscription.started', 'subscription.updated', 'subscription.cancelled', 'subscription.changed', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.switched_off', 'webhook.tested', 'webhook.event_resent', 'operator.work_retried', 'operator.work_discarded']] = None, target: Optional[str] = None, credential: Optional[str] = None, from_: Optional[str] = None, to: Optional[str] = None, cursor: Optional[str] = None, sort: Optional[Literal['occurred_on', '-occurred_on']] = None, limit: Optional[int] = None) -> ListAuditEventsAnswer:
        """List audit events.

        Lists the audit log of this account, by default newest first: who did what, with which credential, to what, from where and when. For the next page, send `next_cursor` as `cursor`, until it is null. With a filter or a search, a page that is not the last may still have fewer events than `limit`, or none. An event is only in the log of the account in which it happened."""
        return cast('ListAuditEventsAnswer', self._call('GET', '/accounts/audit-events', query={'search': search, 'person': person, 'action': action, 'target': target, 'credential': credential, 'from': from_, 'to': to, 'cursor': cursor, 'sort': sort, 'limit': limit}))

    def iter_audit_events(self, *, search: Optional[str] = None, person: Optional[str] = None, action: Optional[Literal['account.requested', 'account.created', 'account.activated', 'account.creation_refused', 'account.removed_unconfirmed', 'account.updated', 'account.emergency_credit_set', 'account.renamed', 'account.deletion_scheduled', 'account.deletion_cancelled', 'account.deleted', 'account.restored', 'account.suspended', 'account.resumed', 'account.streams_purged', 'account.erased', 'contact_form.submitted', 'email.confirmed', 'email.confirmation_resent', 'email.change_requested', 'email.change_approved', 'email.changed', 'session.started', 'session.factor_required', 'session.refused', 'session.locked_out', 'request.refused', 'session.refreshed', 'session.ended', 'session.refresh_reused', 'session.refresh_revoked', 'device_sign_in.approved', 'device_sign_in.denied', 'embed_origin.added', 'embed_origin.removed', 'embed_token.issued', 'embed_token.refused', 'password.reset_requested', 'password.changed', 'password.dropped', 'email_code.sent', 'oauth.linked', 'oauth.unlinked', 'member.invited', 'member.invitation_resent', 'member.invitation_expired', 'member.invitation_ended', 'member.accepted', 'member.role_changed', 'member.suspended', 'member.resumed', 'member.removed', 'totp.registered', 'totp.removed', 'passkey.registered', 'passkey.removed', 'mfa.settings_changed', 'recovery_codes.issued', 'recovery_codes.viewed', 'recovery_code.used', 'user.deleted', 'user.updated', 'user.removed', 'profile_image.set', 'profile_image.deleted', 'api_key.issued', 'api_key.imported', 'api_key.updated', 'api_key.disabled', 'api_key.enabled', 'api_key.quota_topped_up', 'api_key.rotated', 'api_key.deleted', 'api_key.used_after_deletion', 'api_key.used_while_disabled', 'api_key.leaked', 'api_key.expired', 'api_key.creds_read', 'revocation.confirmed', 'audit.exported', 'export.added', 'export.removed', 'import.added', 'import.removed', 'mesh.changed', 'payment.customer_created', 'payment.checkout_started', 'payment.portal_opened', 'payment.failed', 'payment.late', 'payment.overdue', 'payment.settled', 'subscription.started', 'subscription.updated', 'subscription.cancelled', 'subscription.changed', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.switched_off', 'webhook.tested', 'webhook.event_resent', 'operator.work_retried', 'operator.work_discarded']] = None, target: Optional[str] = None, credential: Optional[str] = None, from_: Optional[str] = None, to: Optional[str] = None, sort: Optional[Literal['occurred_on', '-occurred_on']] = None, limit: int = 500) -> Iterator[AuditEvent]:
        """The rows of list_audit_events, page after page; `limit` is the size of a page."""
        return cast('Iterator[AuditEvent]', self._rows('/accounts/audit-events', limit, {'search': search, 'person': person, 'action': action, 'target': target, 'credential': credential, 'from': from_, 'to': to, 'sort': sort}))

    def export_audit_events(self, *, search: Optional[str] = None, person: Optional[str] = None, action: Optional[Literal['account.requested', 'account.created', 'account.activated', 'account.creation_refused', 'account.removed_unconfirmed', 'account.updated', 'account.emergency_credit_set', 'account.renamed', 'account.deletion_scheduled', 'account.deletion_cancelled', 'account.deleted', 'account.restored', 'account.suspended', 'account.resumed', 'account.streams_purged', 'account.erased', 'contact_form.submitted', 'email.confirmed', 'email.confirmation_resent', 'email.change_requested', 'email.change_approved', 'email.changed', 'session.started', 'session.factor_required', 'session.refused', 'session.locked_out', 'request.refused', 'session.refreshed', 'session.ended', 'session.refresh_reused', 'session.refresh_revoked', 'device_sign_in.approved', 'device_sign_in.denied', 'embed_origin.added', 'embed_origin.removed', 'embed_token.issued', 'embed_token.refused', 'password.reset_requested', 'password.changed', 'password.dropped', 'email_code.sent', 'oauth.linked', 'oauth.unlinked', 'member.invited', 'member.invitation_resent', 'member.invitation_expired', 'member.invitation_ended', 'member.accepted', 'member.role_changed', 'member.suspended', 'member.resumed', 'member.removed', 'totp.registered', 'totp.removed', 'passkey.registered', 'passkey.removed', 'mfa.settings_changed', 'recovery_codes.issued', 'recovery_codes.viewed', 'recovery_code.used', 'user.deleted', 'user.updated', 'user.removed', 'profile_image.set', 'profile_image.deleted', 'api_key.issued', 'api_key.imported', 'api_key.updated', 'api_key.disabled', 'api_key.enabled', 'api_key.quota_topped_up', 'api_key.rotated', 'api_key.deleted', 'api_key.used_after_deletion', 'api_key.used_while_disabled', 'api_key.leaked', 'api_key.expired', 'api_key.creds_read', 'revocation.confirmed', 'audit.exported', 'export.added', 'export.removed', 'import.added', 'import.removed', 'mesh.changed', 'payment.customer_created', 'payment.checkout_started', 'payment.portal_opened', 'payment.failed', 'payment.late', 'payment.overdue', 'payment.settled', 'subscription.started', 'subscription.updated', 'subscription.cancelled', 'subscription.changed', 'webhook.created', 'webhook.updated', 'webhook.deleted', 'webhook.secret_rotated', 'webhook.switched_off', 'webhook.tested', 'webhook.event_resent', 'operator.work_retried', 'operator.work_discarded']] = None, target: Optional[str] = None, credential: Optional[str] = None, from_: Optional[str] = None, to: Optional[str] = None) -> Iterator[Dict[str, Any]]:
        """Export audit events.

        Exports all events that GET /accounts/audit-events lists, in the same order, as JSON lines: one event on each line. The answer is sent while it is read; if the connection breaks, the export is incomplete. Each export is recorded in the audit log."""
        return self._lines('GET', '/accounts/audit-events/export', query={'search': search, 'person': person, 'action': action, 'target': target, 'credential': credential, 'from': from_, 'to': to})

    def revoke_auth_token(self, *, token: str, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Revoke a session.

        Revokes one of the caller's own sessions, with its refresh token. If the caller uses this session, they are signed out."""
        return cast('SuccessResponseWithRevocation', self._call('DELETE', '/accounts/auth-token', query={'token': token, 'receipt': receipt}, headers={'prefer': prefer}))

    def auth_with_api_key(self, body: AuthWithApiKeyRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> AuthWithApiKeyAnswer:
        """Authenticate with API key.

        Exchanges an API key for a session, which has the rights and limits of the key and is revoked with it. You do not need this to call the API: every operation accepts the key itself."""
        return cast('AuthWithApiKeyAnswer', self._call('POST', '/accounts/auth-with-api-key', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def auth_with_password(self, body: AuthWithPasswordRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> AuthWithPasswordAnswer:
        """Authenticate with password.

        Signs a user in to one account. If a second factor is switched on, the answer has a challenge token instead of the access token and the refresh token. If the request names no account, the account is the one whose root the user is, or else their only one. If they are the root of none and a member of several, the answer is `account_required` with the names, after the password and the second factor were right. After five wrong passwords, sign-in is closed for 15 minutes."""
        return cast('AuthWithPasswordAnswer', self._call('POST', '/accounts/auth-with-password', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def auth_with_recovery_code(self, body: AuthWithRecoveryCodeRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> AuthWithRecoveryCodeAnswer:
        """Authenticate with recovery code.

        Completes a sign-in with a recovery code, which can be used only once. Upper and lower case, spaces and hyphens do not matter. A challenge accepts five tries. The user gets a mail that says how many codes are left."""
        return cast('AuthWithRecoveryCodeAnswer', self._call('POST', '/accounts/auth-with-recovery-code', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def auth_with_totp(self, body: AuthWithTotpRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> AuthWithTotpAnswer:
        """Authenticate with TOTP.

        Completes a sign-in with a code of the authenticator app. A challenge accepts five tries, and each code works once. For five minutes after that, the challenge token can be used once more: as the MFA token that some changes ask for."""
        return cast('AuthWithTotpAnswer', self._call('POST', '/accounts/auth-with-totp', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def begin_auth_with_passkey(self, body: BeginAuthWithPasskeyRequest) -> BeginAuthWithPasskeyAnswer:
        """Begin passkey authentication.

        Returns the options for navigator.credentials.get, on a page of APP_ORIGINS, to sign in with a passkey alone or as the second factor. The answer looks the same for everybody: it does not tell whether a user or a passkey exists."""
        return cast('BeginAuthWithPasskeyAnswer', self._call('POST', '/accounts/begin-auth-with-passkey', body=body, anonymous=True))

    def begin_passkey_registration(self, body: Optional[BeginPasskeyRegistrationRequest] = None) -> BeginPasskeyRegistrationAnswer:
        """Begin passkey registration.

        Returns the options for navigator.credentials.create, on a page of APP_ORIGINS. They work for five minutes; newer options replace them. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('BeginPasskeyRegistrationAnswer', self._call('POST', '/accounts/begin-passkey-registration', body=body))

    def cancel_account_deletion(self, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Cancel account deletion.

        Cancels a scheduled deletion before its date. Only the root user may do this."""
        return cast('SuccessResponseWithRevocation', self._call('POST', '/accounts/cancel-account-deletion', query={'receipt': receipt}, headers={'prefer': prefer}))

    def change_email_address_action(self, body: ChangeEmailAddressActionRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Complete email address change.

        The link in the mail to the old email address has a token: with it, this operation allows the change and mails a second link to the new email address. With the token of the second link, it completes the change and revokes every other session of the user. API keys still work."""
        return cast('SuccessResponseWithRevocation', self._call('POST', '/accounts/change-email-address-action', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def complete_auth_with_passkey(self, body: CompleteAuthWithPasskeyRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> CompleteAuthWithPasskeyAnswer:
        """Complete passkey authentication.

        Signs in with what the browser got from the passkey. Without a challenge token, the passkey is the only factor and must have verified its user. With a challenge token, the passkey is the second factor. For five minutes after that, the challenge token can be used once more: as the MFA token that some changes ask for."""
        return cast('CompleteAuthWithPasskeyAnswer', self._call('POST', '/accounts/complete-auth-with-passkey', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def complete_passkey_registration(self, body: CompletePasskeyRegistrationRequest) -> CompletePasskeyRegistrationAnswer:
        """Complete passkey registration.

        Registers the passkey that the browser made, and switches passkeys on. The answer has the recovery codes: ten new ones if there were none, or else the remaining ones. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('CompletePasskeyRegistrationAnswer', self._call('POST', '/accounts/complete-passkey-registration', body=body))

    def confirm_email(self, body: ConfirmEmailRequest) -> ConfirmEmailAnswer:
        """Confirm email.

        Confirms an email address with the token or the code from the mail, and creates the account. Other sign-ups for the email address are deleted. Without `password`, the user gets the password of the sign-up, and the request must come from the same network as the sign-up. Token and code work once, for 48 hours. The answer has no tokens: sign in next."""
        return cast('ConfirmEmailAnswer', self._call('POST', '/accounts/confirm-email', body=body, anonymous=True))

    def confirm_totp_registration(self, body: ConfirmTotpRegistrationRequest) -> ConfirmTotpRegistrationAnswer:
        """Confirm TOTP registration.

        Switches the authenticator app on, with its first code and the secret that was shown; it replaces an earlier app. The answer has the recovery codes: ten new ones if there were none, or else the remaining ones. The code counts as used. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('ConfirmTotpRegistrationAnswer', self._call('POST', '/accounts/confirm-totp-registration', body=body))

    def get_email_code(self, *, purpose: Optional[Literal['renameAccount', 'deleteAccount', 'deleteUser']] = None) -> SuccessResponse:
        """Mail a verification code.

        Mails a six-digit code to the caller, for changes that cannot be undone. With `purpose`, the code works only for that operation, and the mail names it; without `purpose`, it works for every operation that asks for a code. The code works for 15 minutes, allows five tries, and replaces an earlier code."""
        return cast('SuccessResponse', self._call('GET', '/accounts/email-code', query={'purpose': purpose}))

    def remove_embed_origin(self, body: RemoveEmbedOriginRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> RemoveEmbedOriginAnswer:
        """Remove embed origin.

        Closes the key screens to pages of an origin: sessions that are open there end at once, and tokens for it open nothing. Keys that were issued there stay."""
        return cast('RemoveEmbedOriginAnswer', self._call('DELETE', '/accounts/embed-origins', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def list_embed_origins(self) -> ListEmbedOriginsAnswer:
        """List embed origins.

        Lists the origins on whose pages the key screens of the account may be embedded."""
        return cast('ListEmbedOriginsAnswer', self._call('GET', '/accounts/embed-origins'))

    def add_embed_origin(self, body: AddEmbedOriginRequest) -> AddEmbedOriginAnswer:
        """Add embed origin.

        Lets pages of an origin embed the key screens of the account. Whoever controls such a page controls what its visitors see and do there, so add only origins of your own. An account can have 50."""
        return cast('AddEmbedOriginAnswer', self._call('POST', '/accounts/embed-origins', body=body))

    def issue_embed_token(self, body: Optional[IssueEmbedTokenRequest] = None) -> IssueEmbedTokenAnswer:
        """Issue embed token.

        Issues a token with which a page shows the key screens to one member, or to whom a service account stands for (docs/embedding.md). It is for the server of the product; only the token goes to the page. It works once, within five minutes, on one origin, and opens a session of an hour that can only work with the keys of that member. With an API key, the member must be no administrator, and `key_scopes` must be within the scopes of the key."""
        return cast('IssueEmbedTokenAnswer', self._call('POST', '/accounts/embed-token', body=body))

    def remove_export(self, body: RemoveExportRequest) -> SharedResponse:
        """Remove export.

        Removes an export; its importers receive nothing any more. Their imports stay in their lists as broken, and work again if a matching export is added."""
        return cast('SharedResponse', self._call('DELETE', '/accounts/export', body=body))

    def add_export(self, body: AddExportRequest) -> SharedResponse:
        """Add export.

        Offers a stream or a service of the account to all other accounts, or to those in allowed_accounts. A subject cannot be shared twice: a subject that overlaps with an export or import of the account is refused. An account can have 100 exports."""
        return cast('SharedResponse', self._call('POST', '/accounts/export', body=body))

    def generate_totp_key(self, body: Optional[GenerateTotpKeyRequest] = None) -> GenerateTotpKeyAnswer:
        """Generate TOTP key.

        Creates a new secret for an authenticator app. It must be confirmed with its first code within 15 minutes (POST /accounts/confirm-totp-registration). Until then the current app still works; a newer secret replaces this one. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('GenerateTotpKeyAnswer', self._call('POST', '/accounts/generate-totp-key', body=body))

    def list_holders(self) -> ListHoldersAnswer:
        """List verifiers.

        Lists the verifiers and edges of the account that are connected (docs/verifier-protocol.md), those at other gateways too, oldest first. One that connected to another gateway, or left it, may be shown ten seconds later; one whose gateway was killed, 30 seconds later."""
        return cast('ListHoldersAnswer', self._call('GET', '/accounts/holders'))

    def remove_import(self, body: RemoveImportRequest) -> SharedResponse:
        """Remove import.

        Removes an import; nothing is received through it any more. The exporting account does not change."""
        return cast('SharedResponse', self._call('DELETE', '/accounts/import', body=body))

    def add_import(self, body: AddImportRequest) -> SharedResponse:
        """Add import.

        Lets the clients of the account receive a stream or call a service that another account exports. An imported subject cannot be exported again. An account can have 100 imports."""
        return cast('SharedResponse', self._call('POST', '/accounts/import', body=body))

    def list_imports_exports(self) -> ListImportsExportsAnswer:
        """List imports and exports.

        Lists the exports and imports of the account, including broken imports, in the order of their names."""
        return cast('ListImportsExportsAnswer', self._call('GET', '/accounts/imports-exports'))

    def get_account_info(self) -> GetAccountInfoAnswer:
        """Get account information.

        Returns the account that the credential belongs to. Nothing in it is secret."""
        return cast('GetAccountInfoAnswer', self._call('GET', '/accounts/info'))

    def list_accounts_by_user(self, *, details: Optional[bool] = None) -> ListAccountsByUserAnswer:
        """List accounts by user.

        Lists the accounts that the caller can sign in to: their ids, or with `details` also their names."""
        return cast('ListAccountsByUserAnswer', self._call('GET', '/accounts/list', query={'details': details}))

    def get_mesh_nodes(self) -> GetMeshNodesAnswer:
        """Get mesh nodes.

        Shows the desired placement of the account's streams, which streams are in place, and what blocks the others."""
        return cast('GetMeshNodesAnswer', self._call('GET', '/accounts/mesh-nodes'))

    def update_mesh_nodes(self, body: UpdateMeshNodesRequest) -> UpdateMeshNodesAnswer:
        """Update mesh nodes.

        Sets the desired placement: on how many nodes and in which regions the streams of the account are kept. It replaces the previous one. The streams are moved afterwards, and GET /accounts/mesh-nodes shows the progress. If a server crashes or restarts meanwhile, messages can be lost (docs/messaging.md)."""
        return cast('UpdateMeshNodesAnswer', self._call('PUT', '/accounts/mesh-nodes', body=body))

    def update_mfa_settings(self, body: UpdateMfaSettingsRequest) -> SuccessResponse:
        """Update MFA settings.

        Switches registered factors on or off. A factor that is switched off stays registered, but sign-ins do not ask for it. The user gets a mail about the change. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('SuccessResponse', self._call('PATCH', '/accounts/mfa-settings', body=body))

    def remove_oauth_link(self, body: RemoveOAuthLinkRequest) -> SuccessResponse:
        """Remove OAuth link.

        Removes the link to a user of the provider, who can then no longer sign in as the caller. The link is made again when a user of the provider signs in whose verified email address is the caller's. Sessions stay; revoke them with DELETE /accounts/auth-token. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/oauth-link', body=body))

    def list_oauth_links(self) -> ListOAuthLinksAnswer:
        """List OAuth links.

        Lists the OpenID providers through which the caller can sign in, newest first. There is at most one user of each provider."""
        return cast('ListOAuthLinksAnswer', self._call('GET', '/accounts/oauth-links'))

    def handle_oauth_callback(self, *, code: str, state: str, iss: Optional[str] = None, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> HandleOAuthCallbackAnswer:
        """OAuth callback handler.

        Completes an OAuth sign-in, once, in the browser that started it. If the browser comes here from the provider, the gateway redirects it (302) to the origin that started the sign-in, with the same `code`, `state` and `iss`, or with `error`. The page there calls this operation with these values and with cookies (fetch option `credentials: include`), and gets the tokens or the MFA challenge as JSON. No redirect carries a token."""
        return cast('HandleOAuthCallbackAnswer', self._call('GET', '/accounts/oauth/callback', query={'code': code, 'state': state, 'iss': iss, 'receipt': receipt}, headers={'prefer': prefer}, anonymous=True))

    def get_oauth_login_url(self, *, account: str, referer: str, connection: Optional[str] = None) -> GetOAuthLoginUrlAnswer:
        """Initiate OAuth login flow.

        Returns the URL to which the browser goes to sign in through the OpenID provider. Call the operation from a page of APP_ORIGINS with cookies (fetch option `credentials: include`): it sets a cookie that binds the sign-in to this browser for ten minutes. An unknown account is refused only at the callback."""
        return cast('GetOAuthLoginUrlAnswer', self._call('GET', '/accounts/oauth/login', query={'account': account, 'connection': connection}, headers={'referer': referer}, anonymous=True))

    def get_account_overview(self) -> GetAccountOverviewAnswer:
        """Get account overview.

        Returns, for a page that a member opens first, how many keys and members there are, how many requests were made with the keys on each of the last 30 days, and what needs attention. It has only what the member may see elsewhere."""
        return cast('GetAccountOverviewAnswer', self._call('GET', '/accounts/overview'))

    def remove_passkey(self, body: RemovePasskeyRequest) -> SuccessResponse:
        """Remove passkey.

        Removes a passkey. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/passkey', body=body))

    def list_passkeys(self) -> ListPasskeysAnswer:
        """List passkeys.

        Lists the caller's own passkeys, oldest first."""
        return cast('ListPasskeysAnswer', self._call('GET', '/accounts/passkeys'))

    def get_checkout_url(self, body: GetCheckoutUrlRequest) -> GetCheckoutUrlAnswer:
        """Get checkout URL.

        Opens a page of Stripe where the account can subscribe to a plan, with addons of the same interval and currency. Only the newest page of an account works. From there, the user returns to the page that called, if its origin is in APP_ORIGINS. An account with a paid plan changes it with PATCH /accounts/payment/subscription."""
        return cast('GetCheckoutUrlAnswer', self._call('POST', '/accounts/payment/checkout-url', body=body))

    def get_dashboard_url(self) -> GetDashboardUrlAnswer:
        """Get dashboard URL.

        Opens Stripe's customer portal for the account: payment methods, invoices, the subscription. For some minutes, anybody who has the URL can use the portal."""
        return cast('GetDashboardUrlAnswer', self._call('GET', '/accounts/payment/dashboard-url'))

    def create_free_subscription(self, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> CreateFreeSubscriptionAnswer:
        """Create free subscription.

        Chooses the free plan. No payment method is needed. A repeated request changes nothing."""
        return cast('CreateFreeSubscriptionAnswer', self._call('POST', '/accounts/payment/free-subscription', query={'receipt': receipt}, headers={'prefer': prefer}))

    def get_prices(self) -> GetPricesAnswer:
        """Get prices.

        Lists the prices of the plans and addons, in the order of the products. The list is at most one minute old."""
        return cast('GetPricesAnswer', self._call('GET', '/accounts/payment/prices'))

    def get_products(self) -> GetProductsAnswer:
        """Get products.

        Lists the plans and addons that are on sale: plans first, and the cheapest first. The list is at most one minute old."""
        return cast('GetProductsAnswer', self._call('GET', '/accounts/payment/products'))

    def cancel_subscription(self, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> CancelSubscriptionAnswer:
        """Cancel subscription.

        Cancels the subscription at the end of its period. After that the account has the free plan, if there is one. Until then the subscription can be renewed in the customer portal. A repeated request changes nothing."""
        return cast('CancelSubscriptionAnswer', self._call('DELETE', '/accounts/payment/subscription', query={'receipt': receipt}, headers={'prefer': prefer}))

    def get_subscription(self) -> GetSubscriptionAnswer:
        """Get subscription.

        Returns the subscription of the account, as Stripe has it now."""
        return cast('GetSubscriptionAnswer', self._call('GET', '/accounts/payment/subscription'))

    def update_subscription(self, body: UpdateSubscriptionRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> UpdateSubscriptionAnswer:
        """Update subscription.

        Changes items by their id, adds addons by their price, and removes items with quantity 0; other items do not change. A change that costs as much or more per month, or is paid for a longer interval, applies at once: the difference for the rest of the period is charged, and if that fails, nothing changes. Any other change applies at the end of the period. A new change replaces a planned one; to withdraw a planned change, send the current items."""
        return cast('UpdateSubscriptionAnswer', self._call('PATCH', '/accounts/payment/subscription', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def get_subscription_items(self) -> GetSubscriptionItemsAnswer:
        """Get subscription items.

        Lists the plan and the addons that the account has now."""
        return cast('GetSubscriptionItemsAnswer', self._call('GET', '/accounts/payment/subscription-items'))

    def process_payment_webhook(self, body: ProcessPaymentWebhookRequest) -> SuccessResponse:
        """Process payment webhook.

        For Stripe: accepts an event that is signed in the header Stripe-Signature, stores it, and answers before it acts on it. If the event was received before, the answer is the same."""
        return cast('SuccessResponse', self._call('POST', '/accounts/payment/webhook', body=body, anonymous=True))

    def delete_profile_image(self) -> SuccessResponse:
        """Delete profile image.

        Deletes the caller's profile image, if there is one."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/profile-image'))

    def upload_profile_image(self, body: UploadProfileImageRequest) -> SuccessResponse:
        """Upload profile image.

        Replaces the caller's profile image. The image is scaled to at most 512 pixels in each direction, turned upright, and stored in the same format without metadata. Of an animation, only the first frame is kept. A large image can be sent in parts, in any order: the last part that arrives sets the image. Parts are discarded if the others do not arrive within an hour."""
        return cast('SuccessResponse', self._call('POST', '/accounts/profile-image', body=body))

    def view_recovery_codes(self, *, email: Optional[str] = None, mfa_token: Optional[str] = None) -> ViewRecoveryCodesAnswer:
        """View recovery codes.

        Returns the remaining recovery codes. The root user and administrators may read those of members who are only in this account. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('ViewRecoveryCodesAnswer', self._call('GET', '/accounts/recovery-codes', query={'email': email, 'mfa_token': mfa_token}))

    def issue_recovery_codes(self, body: Optional[IssueRecoveryCodesRequest] = None) -> IssueRecoveryCodesAnswer:
        """Issue recovery codes.

        Issues ten new recovery codes; earlier codes no longer work. A second factor must be switched on. The root user and administrators may do this for members who are only in this account. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('IssueRecoveryCodesAnswer', self._call('POST', '/accounts/recovery-codes', body=body))

    def revoke_refresh_token(self, *, token: str) -> SuccessResponse:
        """Revoke a refresh token.

        Revokes only the refresh token of one of the caller's own sessions: the access token works until it expires, and cannot be renewed."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/refresh-token', query={'token': token}))

    def refresh_token(self, body: RefreshTokenRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> RefreshTokenAnswer:
        """Refresh authentication token.

        Exchanges a refresh token for a new pair of tokens; the old access token no longer works. The same request within a few seconds gets the same pair again. If an old refresh token is used later, the session is revoked and its user gets a mail. For a session that was made from a key, the allowed networks and the rate limit of the key apply."""
        return cast('RefreshTokenAnswer', self._call('POST', '/accounts/refresh-token', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def remove_user(self, body: RemoveUserRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> RemoveUserAnswer:
        """Remove user from account.

        Removes a member at once, revokes their sessions and creds in this account, and deletes their keys in it; or withdraws a pending invitation. What the member created stays. A user who is then a member of no account, and the root of none, is deleted."""
        return cast('RemoveUserAnswer', self._call('DELETE', '/accounts/remove-user', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def rename_account(self, body: RenameAccountRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Rename account.

        Renames the account. Only the root user may do this, with a mailed code. The old name stops working at once. Every session of every member is revoked, also the caller's, and each member gets a mail. API keys still work. If another account has the name, the answer is 409, and the same code can be used again."""
        return cast('SuccessResponseWithRevocation', self._call('PATCH', '/accounts/rename', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def request_email_address_change(self, body: RequestEmailAddressChangeRequest) -> SuccessResponse:
        """Request email address change.

        Mails a link to the caller's current email address. That link sends a second link to the new email address, which completes the change. Each link works for 24 hours; a new request replaces an earlier one. If another user has the new email address, only that user is told."""
        return cast('SuccessResponse', self._call('POST', '/accounts/request-email-address-change', body=body))

    def request_reset_password(self, body: RequestResetPasswordRequest) -> SuccessResponse:
        """Request a password reset.

        Mails a link to choose a new password, if a user with a password has this email address and has confirmed it; the answer is the same if not. The link works for 15 minutes, and newer links do not replace it. At most one mail a minute is sent to one email address. After twenty mails in a day no more are sent; instead, each further request makes the newest link work for another 15 minutes."""
        return cast('SuccessResponse', self._call('POST', '/accounts/request-reset-password', body=body, anonymous=True))

    def resend_account_confirmation(self, body: ResendAccountConfirmationRequest) -> ResendAccountConfirmationAnswer:
        """Resend email confirmation.

        Mails a new link and code for each of the newest sign-ups (at most three) that wait for this email address to be confirmed; the answer is the same if there are none. Earlier links and codes still work until their 48 hours are over."""
        return cast('ResendAccountConfirmationAnswer', self._call('POST', '/accounts/resend-confirmation', body=body, anonymous=True))

    def resend_invitation(self, body: ResendInvitationRequest) -> SuccessResponse:
        """Resend an invitation.

        Mails a new link to a pending member, which works for 48 hours. The earlier link stops working."""
        return cast('SuccessResponse', self._call('POST', '/accounts/resend-invitation', body=body))

    def reset_password(self, body: ResetPasswordRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Reset or change a password.

        With the token of a reset mail: sets the password and revokes every session of the user. For a signed-in user, with the current password, and with the MFA token if a second factor is switched on: changes the password and revokes every other session. API keys still work. The user gets a mail."""
        return cast('SuccessResponseWithRevocation', self._call('POST', '/accounts/reset-password', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def update_role(self, body: UpdateRoleRequest, *, receipt: Optional[bool] = None, if_match: Optional[str] = None, prefer: Optional[str] = None) -> UpdateRoleAnswer:
        """Update user role.

        Changes the role of a member. It applies from their next request on, to all their sessions and keys, and on the message bus to their creds. Nobody can change their own role or the role of the root user."""
        return cast('UpdateRoleAnswer', self._call('PATCH', '/accounts/role', query={'receipt': receipt}, headers={'if-match': if_match, 'prefer': prefer}, body=body))

    def list_roles(self) -> ListRolesAnswer:
        """List roles.

        Returns all roles and what each may do, in words. It comes from the table by which the gateway decides, so it is never out of date. The limits of a key narrow this further."""
        return cast('ListRolesAnswer', self._call('GET', '/accounts/roles'))

    def get_session_tokens(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, search: Optional[str] = None, sort: Optional[Literal['created_on', '-created_on']] = None) -> GetSessionTokensAnswer:
        """List sessions.

        Lists the live sessions of the caller, newest first: for a user, in all their accounts; for a key, those that were made from it. `token` and `refresh_token` are handles: they can revoke a session and do nothing else. With `limit` the answer is a page, and both lists are of the same sessions: send its `next_cursor` as `cursor` for the next page, until it is null."""
        return cast('GetSessionTokensAnswer', self._call('GET', '/accounts/session-tokens', query={'limit': limit, 'cursor': cursor, 'search': search, 'sort': sort}))

    def set_emergency_credit(self, body: SetEmergencyCreditRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Set emergency credit.

        Sets how much the account may spend in a month on additional resources when its fixed resources are used up; 0 means nothing. Only the root user, administrators and billing may do this."""
        return cast('SuccessResponseWithRevocation', self._call('PATCH', '/accounts/set-emergency-credit', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def set_password(self, body: SetPasswordRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SetPasswordAnswer:
        """Accept an invitation.

        Accepts an invitation with the token of its mail. A new user chooses a password; an existing user proves theirs. The answer has no tokens: sign in next."""
        return cast('SetPasswordAnswer', self._call('POST', '/accounts/set-password', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def submit_contact_form(self, body: SubmitContactFormRequest) -> SuccessResponse:
        """Submit contact form.

        Mails a message to the support of this gateway or to a member of the account; a reply goes to the caller. A user may send at most ten messages an hour."""
        return cast('SuccessResponse', self._call('POST', '/accounts/submit-contact-form', body=body))

    def suspend_user(self, body: SuspendUserRequest, *, receipt: Optional[bool] = None, if_match: Optional[str] = None, prefer: Optional[str] = None) -> SuspendUserAnswer:
        """Suspend user.

        Suspends a member of this account, or ends the suspension. During a suspension, their sessions, keys and creds of this account are refused; afterwards they work as before, unless they have expired. Their other accounts are not affected."""
        return cast('SuspendUserAnswer', self._call('PATCH', '/accounts/suspend-user', query={'receipt': receipt}, headers={'if-match': if_match, 'prefer': prefer}, body=body))

    def validate_token(self, body: ValidateTokenRequest) -> ValidateTokenAnswer:
        """Validate token.

        Tells whether an access or refresh token would be accepted now. It changes nothing."""
        return cast('ValidateTokenAnswer', self._call('POST', '/accounts/token-validate', body=body, anonymous=True))

    def revoke_tokens(self, body: RevokeTokensRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Revoke all sessions of a user.

        Revokes every session of a user in this account, also the one that the caller uses. The root user and administrators may do this for other members. API keys still work."""
        return cast('SuccessResponseWithRevocation', self._call('DELETE', '/accounts/tokens', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def remove_totp(self, body: Optional[RemoveTotpRequest] = None) -> SuccessResponse:
        """Remove TOTP.

        Removes the authenticator app. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/totp', body=body))

    def delete_user(self, *, email_code: Optional[str] = None, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Delete user.

        Deletes the caller's user permanently, with a mailed code: from every account, with its sessions, API keys and factors. The accounts are kept. The root user of an account must delete that account first."""
        return cast('SuccessResponseWithRevocation', self._call('DELETE', '/accounts/user', query={'email_code': email_code, 'receipt': receipt}, headers={'prefer': prefer}))

    def update_user(self, body: UpdateUserRequest, *, if_match: Optional[str] = None) -> SuccessResponse:
        """Update user.

        Changes the names and settings of the caller. A field that is left out does not change, also in notification_preferences. The root user and administrators may change only the names, and only of members who belong to no other account. `email` selects the member and never changes their email address. `totp_enabled` and `passkey_enabled` require a recent sign-in; if the answer is `step_up_required`, sign in again."""
        return cast('SuccessResponse', self._call('PATCH', '/accounts/user', headers={'if-match': if_match}, body=body))

    def get_user_login_data(self) -> GetUserLoginDataAnswer:
        """Get user login data.

        Returns who the caller is, in which account and with which role, and the settings that a user interface needs."""
        return cast('GetUserLoginDataAnswer', self._call('GET', '/accounts/user-login-data'))

    def get_user_mfa_info(self, *, email: Optional[str] = None) -> GetUserMfaInfoAnswer:
        """Get user MFA info.

        Shows which second factors are switched on. The root user and administrators may ask about members who are only in this account."""
        return cast('GetUserMfaInfoAnswer', self._call('GET', '/accounts/user-mfa-info', query={'email': email}))

    def create_user(self, body: CreateUserRequest) -> SuccessResponse:
        """Invite a user.

        Invites somebody to this account by mail. The membership is pending until they accept through the link, within 48 hours. A new user chooses a password; an existing user proves theirs. The answer does not tell whether a user has the email address. Until they accept, the account sees only what was typed here."""
        return cast('SuccessResponse', self._call('POST', '/accounts/users', body=body))

    def list_users_by_account(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, search: Optional[str] = None, sort: Optional[Literal['email', '-email', 'name', '-name', 'role', '-role']] = None, role: Optional[Literal['root', 'admin', 'developer', 'monitor', 'billing']] = None, state: Optional[Literal['active', 'suspended', 'pending']] = None) -> ListUsersByAccountAnswer:
        """List users by account.

        Lists the members of this account by email address: the root user, the other members, and the pending invitations. With `limit` the answer is a page: send its `next_cursor` as `cursor` for the next one, until it is null."""
        return cast('ListUsersByAccountAnswer', self._call('GET', '/accounts/users/list', query={'limit': limit, 'cursor': cursor, 'search': search, 'sort': sort, 'role': role, 'state': state}))

    def iter_users_by_account(self, *, search: Optional[str] = None, sort: Optional[Literal['email', '-email', 'name', '-name', 'role', '-role']] = None, role: Optional[Literal['root', 'admin', 'developer', 'monitor', 'billing']] = None, state: Optional[Literal['active', 'suspended', 'pending']] = None, limit: int = 500) -> Iterator[Member]:
        """The rows of list_users_by_account, page after page; `limit` is the size of a page."""
        return cast('Iterator[Member]', self._rows('/accounts/users/list', limit, {'search': search, 'sort': sort, 'role': role, 'state': state}))

    def delete_webhook(self, body: DeleteWebhookRequest) -> SuccessResponse:
        """Delete webhook.

        Deletes a webhook with its secret and the list of its deliveries. A delivery that is under way may still arrive."""
        return cast('SuccessResponse', self._call('DELETE', '/accounts/webhooks', body=body))

    def list_webhooks(self) -> ListWebhooksAnswer:
        """List webhooks.

        Lists the webhooks of the account, oldest first, without their secrets."""
        return cast('ListWebhooksAnswer', self._call('GET', '/accounts/webhooks'))

    def update_webhook(self, body: UpdateWebhookRequest, *, if_match: Optional[str] = None) -> UpdateWebhookAnswer:
        """Update webhook.

        Changes what the request names: the URL, the description, the actions, or whether the webhook is disabled. A webhook that is enabled again gets the events from that moment on; earlier ones can be sent with POST /accounts/webhooks/resend."""
        return cast('UpdateWebhookAnswer', self._call('PATCH', '/accounts/webhooks', headers={'if-match': if_match}, body=body))

    def create_webhook(self, body: CreateWebhookRequest) -> CreateWebhookAnswer:
        """Create webhook.

        Creates a webhook: from now on, the events of the audit log, or those whose actions are chosen, are delivered to the URL, signed as Standard Webhooks says (docs/webhooks.md). The secret that verifies the signatures is in this answer only."""
        return cast('CreateWebhookAnswer', self._call('POST', '/accounts/webhooks', body=body))

    def list_webhook_deliveries(self, *, id: str, outcome: Optional[Literal['delivered', 'failed']] = None, cursor: Optional[str] = None, limit: Optional[int] = None) -> ListWebhookDeliveriesAnswer:
        """List webhook deliveries.

        Lists the attempts of the last seven days to deliver to a webhook, newest first. For the next page, send `next_cursor` as `cursor`, until it is null. With `outcome`, a page that is not the last may have fewer deliveries than `limit`, or none."""
        return cast('ListWebhookDeliveriesAnswer', self._call('GET', '/accounts/webhooks/deliveries', query={'id': id, 'outcome': outcome, 'cursor': cursor, 'limit': limit}))

    def iter_webhook_deliveries(self, *, id: str, outcome: Optional[Literal['delivered', 'failed']] = None, limit: int = 500) -> Iterator[WebhookDelivery]:
        """The rows of list_webhook_deliveries, page after page; `limit` is the size of a page."""
        return cast('Iterator[WebhookDelivery]', self._rows('/accounts/webhooks/deliveries', limit, {'id': id, 'outcome': outcome}))

    def resend_webhook_event(self, body: ResendWebhookEventRequest) -> ResendWebhookEventAnswer:
        """Send an event again.

        Delivers an event of the audit log at once, whether it was delivered before or not, with its own id in the header webhook-id, and answers with the result. It takes at most ten seconds."""
        return cast('ResendWebhookEventAnswer', self._call('POST', '/accounts/webhooks/resend', body=body))

    def rotate_webhook_secret(self, body: RotateWebhookSecretRequest) -> RotateWebhookSecretAnswer:
        """Rotate webhook secret.

        Replaces the secret of a webhook. For 24 hours each delivery has two signatures, one of each secret, so that the receiver can change to the new one without losing anything. After a second rotation within that time, only the newest two secrets sign."""
        return cast('RotateWebhookSecretAnswer', self._call('POST', '/accounts/webhooks/rotate-secret', body=body))

    def test_webhook(self, body: TestWebhookRequest) -> TestWebhookAnswer:
        """Test webhook.

        Delivers an event with the type `webhook.test` at once, to a disabled webhook too, and answers with the result. It takes at most ten seconds."""
        return cast('TestWebhookAnswer', self._call('POST', '/accounts/webhooks/test', body=body))

    def get_console_config(self) -> GetConsoleConfigAnswer:
        """What this gateway offers.

        What a page has to know before anybody has signed in, such as in which ways users can sign in."""
        return cast('GetConsoleConfigAnswer', self._call('GET', '/console/config', anonymous=True))

    def end_console_session(self, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuccessResponseWithRevocation:
        """Sign out of the console.

        Ends the session of the browser and deletes its cookie. It is no error if there is no session, or it has ended. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('SuccessResponseWithRevocation', self._call('DELETE', '/console/session', query={'receipt': receipt}, headers={'prefer': prefer}, anonymous=True))

    def start_console_session(self, body: StartConsoleSessionRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> StartConsoleSessionAnswer:
        """Sign in to the console with a password.

        As POST /accounts/auth-with-password, but the refresh token is in a cookie that no script can read. If the browser had a session, that one ends. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('StartConsoleSessionAnswer', self._call('POST', '/console/session', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def switch_console_account(self, body: SwitchConsoleAccountRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SwitchConsoleAccountAnswer:
        """Switch the console to another account.

        The session of the browser goes on in another account of the same user, and ends in this one. It is no sign-in: the new session is as old as the former one. If the user has a second factor on that the session began without, the answer is `step_up_required`. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('SwitchConsoleAccountAnswer', self._call('POST', '/console/session/account', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def begin_console_session_with_passkey(self, body: Optional[BeginConsoleSessionWithPasskeyRequest] = None) -> BeginConsoleSessionWithPasskeyAnswer:
        """Begin a sign-in with a passkey, without an address.

        Returns the options for navigator.credentials.get with which the browser offers the passkeys that it knows, also from the address field’s autofill (`mediation: 'conditional'`). They name no passkey and nobody, work for five minutes and once, and only for a passkey alone, which must verify its user. POST /console/session/passkey completes the sign-in. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('BeginConsoleSessionWithPasskeyAnswer', self._call('POST', '/console/session/begin-passkey', body=body, anonymous=True))

    def start_console_session_with_oauth(self, body: StartConsoleSessionWithOAuthRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> StartConsoleSessionWithOAuthAnswer:
        """Sign in to the console with OAuth.

        As GET /accounts/oauth/callback with the values that the provider has sent, and with the cookie as for POST /console/session. GET /accounts/oauth/login comes first, from a page of the console with its Referer. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('StartConsoleSessionWithOAuthAnswer', self._call('POST', '/console/session/oauth', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def start_console_session_with_passkey(self, body: StartConsoleSessionWithPasskeyRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> StartConsoleSessionWithPasskeyAnswer:
        """Sign in to the console with a passkey.

        As POST /accounts/complete-auth-with-passkey, with the cookie as for POST /console/session. POST /accounts/begin-auth-with-passkey or, without an address, POST /console/session/begin-passkey comes first. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('StartConsoleSessionWithPasskeyAnswer', self._call('POST', '/console/session/passkey', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def start_console_session_with_recovery_code(self, body: StartConsoleSessionWithRecoveryCodeRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> StartConsoleSessionWithRecoveryCodeAnswer:
        """Complete a sign-in to the console with a recovery code.

        As POST /accounts/auth-with-recovery-code, with the cookie as for POST /console/session. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('StartConsoleSessionWithRecoveryCodeAnswer', self._call('POST', '/console/session/recovery-code', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def refresh_console_session(self, body: Optional[RefreshConsoleSessionRequest] = None, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> RefreshConsoleSessionAnswer:
        """Refresh the session of the console.

        Exchanges the refresh token in the cookie for a new pair of tokens, as POST /accounts/refresh-token does: the same request within a few seconds gets the same pair again, and if an old cookie is used later, the session ends. A cookie of which nothing is left is `no_session`. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('RefreshConsoleSessionAnswer', self._call('POST', '/console/session/refresh', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def start_console_session_with_totp(self, body: StartConsoleSessionWithTotpRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> StartConsoleSessionWithTotpAnswer:
        """Complete a sign-in to the console with TOTP.

        As POST /accounts/auth-with-totp, with the cookie as for POST /console/session. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`)."""
        return cast('StartConsoleSessionWithTotpAnswer', self._call('POST', '/console/session/totp', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def approve_device_sign_in(self, body: UserCodeRequest) -> SuccessResponse:
        """Approve a device.

        Signs in the device that waits with that code: as the caller, to the account of this session, when the device asks next. Its session ends no later than this one would, and counts as no recent sign-in. Only for a signed-in user, in a session that was not itself approved for a device (`step_up_required`). A code is approved or denied once."""
        return cast('SuccessResponse', self._call('POST', '/device/approve', body=body))

    def request_device_authorization(self, body: RequestDeviceAuthorizationRequest) -> DeviceAuthorization:
        """Begin the sign-in of a device.

        Begins a sign-in that the user approves in a browser, on this device or another one (RFC 8628, section 3.1). Show the user the address and the code, and then ask POST /device/token. The body can be a form or JSON. Failures have the form of RFC 6749, section 5.2, and the members `message` and `code` of all failures."""
        return cast('DeviceAuthorization', self._call('POST', '/device/authorization', body=body, anonymous=True))

    def deny_device_sign_in(self, body: UserCodeRequest) -> SuccessResponse:
        """Deny a device.

        Refuses the device that waits with that code. Only for a signed-in user. A code is approved or denied once."""
        return cast('SuccessResponse', self._call('POST', '/device/deny', body=body))

    def find_device_sign_in(self, body: UserCodeRequest) -> FindDeviceSignInAnswer:
        """Find a device that waits.

        Shows the user which device asks to be signed in with that code, and from where, before they approve or deny it. Only for a signed-in user. Ten wrong codes in 15 minutes are allowed to a user, and to a network."""
        return cast('FindDeviceSignInAnswer', self._call('POST', '/device/find', body=body))

    def request_device_token(self, body: RequestDeviceTokenRequest) -> DeviceTokens:
        """Fetch the tokens of a device.

        Asks whether the user has approved the device (RFC 8628, section 3.4), and signs it in, once, to the account of the session in which they did. Until then the answer is `authorization_pending`; then perhaps `access_denied` or `expired_token`. A device that asks sooner than it should gets `slow_down`, and has to wait five seconds longer each time from then on. The body can be a form or JSON. Failures have the form of RFC 6749, section 5.2, and the members `message` and `code` of all failures."""
        return cast('DeviceTokens', self._call('POST', '/device/token', body=body, anonymous=True))

    def open_embed_session(self, body: OpenEmbedSessionRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> OpenEmbedSessionAnswer:
        """Open embedded session.

        Exchanges a token of POST /accounts/embed-token for a session of an hour, once, on a page of the origin that the token was made for: the header Origin says which page it is. The session can list, issue, change, rotate and delete the API keys of its user, and nothing else; other services do not honour it. `<quiva-keys>` does this by itself."""
        return cast('OpenEmbedSessionAnswer', self._call('POST', '/embed/session', query={'receipt': receipt}, headers={'prefer': prefer}, body=body, anonymous=True))

    def introspect_token(self, body: IntrospectTokenRequest) -> Introspection:
        """Introspect a token.

        Tells other services whether an API key or access token is valid now, in the form of RFC 7662. It answers only for credentials of the caller's own account; all others are not active. The body can be JSON or a form. Besides the usual credentials, the operation accepts those of OAuth clients (client_secret_basic and client_secret_post): the id of an API key and the key. A key that is only used for this needs only the scope tokens:introspect."""
        return cast('Introspection', self._call('POST', '/introspect', body=body))

    def introspect_tokens(self, body: IntrospectTokensRequest) -> IntrospectTokensAnswer:
        """Introspect many tokens.

        Does the same for up to 100 tokens in one call, and answers in their order."""
        return cast('IntrospectTokensAnswer', self._call('POST', '/introspect/batch', body=body))

    def list_all_accounts(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, search: Optional[str] = None, sort: Optional[Literal['name', '-name', 'created_on', '-created_on']] = None, id: Optional[str] = None, state: Optional[Literal['active', 'unconfirmed', 'suspended', 'closing', 'deleted']] = None) -> ListAllAccountsAnswer:
        """List all accounts.

        Lists the accounts of this gateway in pages, with numbers but nothing that their members have stored. Deleted accounts are only listed with `state=deleted` or by their id."""
        return cast('ListAllAccountsAnswer', self._call('GET', '/operator/accounts', query={'limit': limit, 'cursor': cursor, 'search': search, 'sort': sort, 'id': id, 'state': state}))

    def iter_all_accounts(self, *, search: Optional[str] = None, sort: Optional[Literal['name', '-name', 'created_on', '-created_on']] = None, id: Optional[str] = None, state: Optional[Literal['active', 'unconfirmed', 'suspended', 'closing', 'deleted']] = None, limit: int = 500) -> Iterator[OperatedAccount]:
        """The rows of list_all_accounts, page after page; `limit` is the size of a page."""
        return cast('Iterator[OperatedAccount]', self._rows('/operator/accounts', limit, {'search': search, 'sort': sort, 'id': id, 'state': state}))

    def restore_account(self, body: RestoreAccountRequest) -> RestoreAccountAnswer:
        """Restore account.

        Restores a deleted account with its members and settings, within a year after its deletion. Sessions and keys are not restored. If its name is taken, or its root user cannot be root any more, `details` says so, and the request has to name others."""
        return cast('RestoreAccountAnswer', self._call('POST', '/operator/accounts/restore', body=body))

    def resume_account(self, body: ResumeAccountRequest) -> ResumeAccountAnswer:
        """Resume account.

        Ends a suspension: sessions, API keys and creds of the account work as before, unless they have expired meanwhile. A deletion that was scheduled, and whose date has come or is near, is put off until three days from now. The root user and the administrators get a mail with the reason."""
        return cast('ResumeAccountAnswer', self._call('POST', '/operator/accounts/resume', body=body))

    def suspend_account(self, body: SuspendAccountRequest, *, receipt: Optional[bool] = None, prefer: Optional[str] = None) -> SuspendAccountAnswer:
        """Suspend account.

        From the answer on, nobody can sign in to the account, its API keys and sessions are refused with `account_suspended`, and the message bus disconnects its clients. Nothing is deleted or ended: after resumeAccount, everything works as before. The subscription stays, a scheduled deletion waits, and no webhook is delivered. The root user and the administrators get a mail with the reason. Operators cannot suspend the account that they are signed in to."""
        return cast('SuspendAccountAnswer', self._call('POST', '/operator/accounts/suspend', query={'receipt': receipt}, headers={'prefer': prefer}, body=body))

    def get_operator_health(self) -> GetOperatorHealthAnswer:
        """Get health.

        Returns how this gateway is, and what it depends on: the database, the message bus, mails, the disk, the other gateways. These are the numbers of this moment; for how they change, use GET /operator/metrics, or GET /metrics with Prometheus."""
        return cast('GetOperatorHealthAnswer', self._call('GET', '/operator/health'))

    def get_operator_metrics(self, *, window: Literal['hour', 'day', 'month']) -> GetOperatorMetricsAnswer:
        """Get metrics over time.

        Returns what all gateways on this database did in the last hour (by minutes), day (by 15 minutes) or 30 days (by 6 hours). Each gateway writes its numbers once a minute. For alerts, and for more than these numbers, use GET /metrics."""
        return cast('GetOperatorMetricsAnswer', self._call('GET', '/operator/metrics', query={'window': window}))

    def list_outbox_items(self, *, limit: Optional[int] = None, cursor: Optional[str] = None, state: Optional[Literal['waiting', 'retrying', 'failed']] = None, kind: Optional[str] = None) -> ListOutboxItemsAnswer:
        """List outbox items.

        Lists the work that waits, fails or was given up, by id, and the numbers of each kind. What an item does in particular is never shown: it may have secrets in it, such as the link of a mail."""
        return cast('ListOutboxItemsAnswer', self._call('GET', '/operator/outbox', query={'limit': limit, 'cursor': cursor, 'state': state, 'kind': kind}))

    def iter_outbox_items(self, *, state: Optional[Literal['waiting', 'retrying', 'failed']] = None, kind: Optional[str] = None, limit: int = 500) -> Iterator[OutboxItem]:
        """The rows of list_outbox_items, page after page; `limit` is the size of a page."""
        return cast('Iterator[OutboxItem]', self._rows('/operator/outbox', limit, {'state': state, 'kind': kind}))

    def discard_outbox_item(self, body: DiscardOutboxItemRequest) -> SuccessResponse:
        """Discard outbox item.

        Deletes work that waits or failed, so that nobody does it any more. What it was for does not happen: a mail is not sent, claims do not reach the message bus. Recurring jobs cannot be discarded."""
        return cast('SuccessResponse', self._call('POST', '/operator/outbox/discard', body=body))

    def retry_outbox_item(self, body: RetryOutboxItemRequest) -> SuccessResponse:
        """Retry outbox item.

        Makes work that waits or failed due at once, as if it had never been tried. Work that the gateway gave up can be tried again only if it needs no data of its own, since these were deleted (`can_be_retried`)."""
        return cast('SuccessResponse', self._call('POST', '/operator/outbox/retry', body=body))

    def report_leaked_keys(self, body: List[ReportLeakedKeysBodyItem], *, prefer: Optional[str] = None) -> List[ReportLeakedKeysAnswerItem]:
        """Report leaked API keys.

        For GitHub: reports keys that were found in public, signed in the headers Github-Public-Key-Identifier and Github-Public-Key-Signature. Each live key is deleted at once, and its owner gets a mail. The answer is 404 if the operator has not set GITHUB_SECRET_SCANNING_KEYS."""
        return cast('List[ReportLeakedKeysAnswerItem]', self._call('POST', '/secret-scanning/github', headers={'prefer': prefer}, body=body, anonymous=True))

    def verify_credential(self, *, account: Optional[str] = None, scope: Optional[str] = None, cost: Optional[str] = None, audience: Optional[str] = None, environment: Optional[Literal['live', 'test']] = None, metadata: Optional[str] = None) -> Dict[str, str]:
        """Verify a credential for a proxy.

        For auth_request of nginx, ForwardAuth of Traefik, forward_auth of Caddy and ext_authz of Envoy (docs/proxies.md). The proxy sends the headers of the client; the status of the answer says whether to let the request through, and its headers say who the client is. It counts towards the rate limit and the quota of the key, and says what is left. A request that already has such headers is refused."""
        return self._headers('GET', '/verify', query={'account': account, 'scope': scope, 'cost': cost, 'audience': audience, 'environment': environment, 'metadata': metadata})
