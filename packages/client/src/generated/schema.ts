// Generated from packages/client/openapi.json by npm run generate: do not edit.

export interface paths {
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys that sign access tokens (RFC 7517) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The keys that sign access tokens (RFC 7517) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/jwk-set+json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metadata for OAuth clients (RFC 8414) */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Metadata for OAuth clients (RFC 8414) */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create account
         * @description Creates an account. If no user has the email address yet, the gateway mails a link and a code, and creates the account and its root user when the email address is confirmed. If a user has the email address, they prove their current password, and their second factor if one is switched on; the account can then be used at once. The answer never tells whether a user has the email address.
         */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update account
         * @description Changes only the fields that are in the body. Other operations change the account name and the email address of the root user. Only the root user and administrators may do this.
         */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/accounts/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete account
         * @description Deletes the account at once, or in 14 days; until then everything works, and the deletion can be cancelled. The deletion revokes all sessions and deletes all API keys. Nobody can sign in to the account any more, and its name becomes free. The users are kept. The operator of the gateway can restore the account for a year. Only the root user may do this, with a mailed code.
         */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/all-passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove all passkeys
         * @description Removes all passkeys of a user. It is not an error if there are none. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        delete: operations["removeAllPasskeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-creds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get API credentials
         * @description Returns the creds file of a live key of the caller. The whole key is needed, because the creds are sealed under it. If the key itself makes the call, in either header, the query may leave it out.
         */
        get: operations["getApiCreds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue API key
         * @description Issues a key for the API, and creds for the command line and the message bus, so that programs need no interactive sign-in. The key and the creds are shown only once. At each use, the key has the current rights of its owner, except what only a signed-in user may do. Scopes, allowed networks and a rate limit can narrow it further. If a key issues a key, the new key never expires later and never has more rights than the key that issued it, and is deleted with that key. A key of the account has its own role, and is kept when the member who issued it leaves.
         */
        post: operations["issueApiKey"];
        /**
         * Delete API key
         * @description Deletes a key, named by its id or by the whole key, in the query or the body. From the answer on, the gateway refuses the key, the sessions made from it, and the keys that it issued or made by rotating itself. `creds_revoked` says whether the message bus refuses the creds already. This cannot be undone. The root user and administrators may also delete keys of other members.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        /**
         * Update API key
         * @description Changes the name, the limits, the metadata and the tags of a live key, disables or enables it, or extends its expiry. The key is named by its id or by the whole key. A field that is left out does not change; null removes a limit, or all metadata or tags. The change applies from the answer on, everywhere, also to the sessions made from the key and the keys that it issued. A key with limits may change only itself and the keys that it issued, and may not grant more than it has. Only a user, or a key that issued the key, may enable it, extend it, or change its metadata or tags. The root user and administrators may also change keys of other members.
         */
        patch: operations["updateApiKey"];
        trace?: never;
    };
    "/accounts/api-key/impact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get API key impact
         * @description Shows what the deletion of a key would end, and says in one word whether somebody would miss it: its uses of the last 30 days, its sessions, the keys that would be deleted too, its connections to the message bus, its successor, and pending invitations. Uses over HTTP of the last ten seconds may be missing; with thousands of keys in use, of the last 50. The root user and administrators may also see this for keys of other members and of the account.
         */
        get: operations["getApiKeyImpact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-key/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Top up quota
         * @description Adds units to the quota of a key, for its present period. They count at once on this gateway, and within a second on the others. For the root user and administrators, and for their keys with the scope quotas:write. A key cannot top up a quota that applies to itself.
         */
        post: operations["topUpApiKeyQuota"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-key/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate API key
         * @description Issues a new key, the successor, with the same name, owner and limits. The old key still works for a grace period, so that programs can move to the new key one by one. A key may rotate itself. The root user and administrators may also rotate keys of the account.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-key/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get API key usage
         * @description Shows for each day how often, when last and from which networks a key was used, so that you can see when an old key is no longer in use. The counts are of requests over HTTP, and go back 90 days; the last ten seconds may be missing, or 50 with thousands of keys in use. The root user and administrators may also see this for keys of other members and of the account.
         */
        get: operations["getApiKeyUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * View API keys
         * @description Lists the live keys of the caller in this account, oldest first, without the keys themselves. The root user and administrators may also list the keys of other members and of the account. With `limit` the answer is a page: send its `next_cursor` as `cursor` for the next one, until it is null. A key that is issued or deleted between two pages neither hides nor repeats another key.
         */
        get: operations["viewApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/api-keys/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import API keys
         * @description Takes over keys that another system has issued, as hashes: the keys go on working, in their own form, wherever keys of this gateway do. Each key is answered by itself, and the request may be repeated: what is there already is not changed. The keys belong to the caller or to the account. If a key imports keys, they never expire later and never have more rights than that key, and are deleted with it. For the root user and administrators.
         */
        post: operations["importApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit events
         * @description Lists the audit log of this account, by default newest first: who did what, with which credential, to what, from where and when. For the next page, send `next_cursor` as `cursor`, until it is null. With a filter or a search, a page that is not the last may still have fewer events than `limit`, or none. An event is only in the log of the account in which it happened.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/audit-events/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit events
         * @description Exports all events that GET /accounts/audit-events lists, in the same order, as JSON lines: one event on each line. The answer is sent while it is read; if the connection breaks, the export is incomplete. Each export is recorded in the audit log.
         */
        get: operations["exportAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a session
         * @description Revokes one of the caller's own sessions, with its refresh token. If the caller uses this session, they are signed out.
         */
        delete: operations["revokeAuthToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-api-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with API key
         * @description Exchanges an API key for a session, which has the rights and limits of the key and is revoked with it. You do not need this to call the API: every operation accepts the key itself.
         */
        post: operations["authWithApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with password
         * @description Signs a user in to one account. If a second factor is switched on, the answer has a challenge token instead of the access token and the refresh token. If the request names no account, the account is the one whose root the user is, or else their only one. If they are the root of none and a member of several, the answer is `account_required` with the names, after the password and the second factor were right. After five wrong passwords, sign-in is closed for 15 minutes.
         */
        post: operations["authWithPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-recovery-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with recovery code
         * @description Completes a sign-in with a recovery code, which can be used only once. Upper and lower case, spaces and hyphens do not matter. A challenge accepts five tries. The user gets a mail that says how many codes are left.
         */
        post: operations["authWithRecoveryCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/auth-with-totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Authenticate with TOTP
         * @description Completes a sign-in with a code of the authenticator app. A challenge accepts five tries, and each code works once. For five minutes after that, the challenge token can be used once more: as the MFA token that some changes ask for.
         */
        post: operations["authWithTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/begin-auth-with-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin passkey authentication
         * @description Returns the options for navigator.credentials.get, on a page of APP_ORIGINS, to sign in with a passkey alone or as the second factor. The answer looks the same for everybody: it does not tell whether a user or a passkey exists.
         */
        post: operations["beginAuthWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/begin-passkey-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin passkey registration
         * @description Returns the options for navigator.credentials.create, on a page of APP_ORIGINS. They work for five minutes; newer options replace them. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        post: operations["beginPasskeyRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/cancel-account-deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel account deletion
         * @description Cancels a scheduled deletion before its date. Only the root user may do this.
         */
        post: operations["cancelAccountDeletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/change-email-address-action": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete email address change
         * @description The link in the mail to the old email address has a token: with it, this operation allows the change and mails a second link to the new email address. With the token of the second link, it completes the change and revokes every other session of the user. API keys still work.
         */
        post: operations["changeEmailAddressAction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/complete-auth-with-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete passkey authentication
         * @description Signs in with what the browser got from the passkey. Without a challenge token, the passkey is the only factor and must have verified its user. With a challenge token, the passkey is the second factor. For five minutes after that, the challenge token can be used once more: as the MFA token that some changes ask for.
         */
        post: operations["completeAuthWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/complete-passkey-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete passkey registration
         * @description Registers the passkey that the browser made, and switches passkeys on. The answer has the recovery codes: ten new ones if there were none, or else the remaining ones. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        post: operations["completePasskeyRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm email
         * @description Confirms an email address with the token or the code from the mail, and creates the account. Other sign-ups for the email address are deleted. Without `password`, the user gets the password of the sign-up, and the request must come from the same network as the sign-up. Token and code work once, for 48 hours. The answer has no tokens: sign in next.
         */
        post: operations["confirmEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/confirm-totp-registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm TOTP registration
         * @description Switches the authenticator app on, with its first code and the secret that was shown; it replaces an earlier app. The answer has the recovery codes: ten new ones if there were none, or else the remaining ones. The code counts as used. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        post: operations["confirmTotpRegistration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/email-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mail a verification code
         * @description Mails a six-digit code to the caller, for changes that cannot be undone. With `purpose`, the code works only for that operation, and the mail names it; without `purpose`, it works for every operation that asks for a code. The code works for 15 minutes, allows five tries, and replaces an earlier code.
         */
        get: operations["getEmailCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/embed-origins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List embed origins
         * @description Lists the origins on whose pages the key screens of the account may be embedded.
         */
        get: operations["listEmbedOrigins"];
        put?: never;
        /**
         * Add embed origin
         * @description Lets pages of an origin embed the key screens of the account. Whoever controls such a page controls what its visitors see and do there, so add only origins of your own. An account can have 50.
         */
        post: operations["addEmbedOrigin"];
        /**
         * Remove embed origin
         * @description Closes the key screens to pages of an origin: sessions that are open there end at once, and tokens for it open nothing. Keys that were issued there stay.
         */
        delete: operations["removeEmbedOrigin"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/embed-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue embed token
         * @description Issues a token with which a page shows the key screens to one member, or to whom a service account stands for (docs/embedding.md). It is for the server of the product; only the token goes to the page. It works once, within five minutes, on one origin, and opens a session of an hour that can only work with the keys of that member. With an API key, the member must be no administrator, and `key_scopes` must be within the scopes of the key.
         */
        post: operations["issueEmbedToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add export
         * @description Offers a stream or a service of the account to all other accounts, or to those in allowed_accounts. A subject cannot be shared twice: a subject that overlaps with an export or import of the account is refused. An account can have 100 exports.
         */
        post: operations["addExport"];
        /**
         * Remove export
         * @description Removes an export; its importers receive nothing any more. Their imports stay in their lists as broken, and work again if a matching export is added.
         */
        delete: operations["removeExport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/generate-totp-key": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Generate TOTP key
         * @description Creates a new secret for an authenticator app. It must be confirmed with its first code within 15 minutes (POST /accounts/confirm-totp-registration). Until then the current app still works; a newer secret replaces this one. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        post: operations["generateTotpKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List verifiers
         * @description Lists the verifiers and edges of the account that are connected (docs/verifier-protocol.md), those at other gateways too, oldest first. One that connected to another gateway, or left it, may be shown ten seconds later; one whose gateway was killed, 30 seconds later.
         */
        get: operations["listHolders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add import
         * @description Lets the clients of the account receive a stream or call a service that another account exports. An imported subject cannot be exported again. An account can have 100 imports.
         */
        post: operations["addImport"];
        /**
         * Remove import
         * @description Removes an import; nothing is received through it any more. The exporting account does not change.
         */
        delete: operations["removeImport"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/imports-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List imports and exports
         * @description Lists the exports and imports of the account, including broken imports, in the order of their names.
         */
        get: operations["listImportsExports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get account information
         * @description Returns the account that the credential belongs to. Nothing in it is secret.
         */
        get: operations["getAccountInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts by user
         * @description Lists the accounts that the caller can sign in to: their ids, or with `details` also their names.
         */
        get: operations["listAccountsByUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/mesh-nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get mesh nodes
         * @description Shows the desired placement of the account's streams, which streams are in place, and what blocks the others.
         */
        get: operations["getMeshNodes"];
        /**
         * Update mesh nodes
         * @description Sets the desired placement: on how many nodes and in which regions the streams of the account are kept. It replaces the previous one. The streams are moved afterwards, and GET /accounts/mesh-nodes shows the progress. If a server crashes or restarts meanwhile, messages can be lost (docs/messaging.md).
         */
        put: operations["updateMeshNodes"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/mfa-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update MFA settings
         * @description Switches registered factors on or off. A factor that is switched off stays registered, but sign-ins do not ask for it. The user gets a mail about the change. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        patch: operations["updateMfaSettings"];
        trace?: never;
    };
    "/accounts/oauth-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove OAuth link
         * @description Removes the link to a user of the provider, who can then no longer sign in as the caller. The link is made again when a user of the provider signs in whose verified email address is the caller's. Sessions stay; revoke them with DELETE /accounts/auth-token. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        delete: operations["removeOAuthLink"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/oauth-links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List OAuth links
         * @description Lists the OpenID providers through which the caller can sign in, newest first. There is at most one user of each provider.
         */
        get: operations["listOAuthLinks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OAuth callback handler
         * @description Completes an OAuth sign-in, once, in the browser that started it. If the browser comes here from the provider, the gateway redirects it (302) to the origin that started the sign-in, with the same `code`, `state` and `iss`, or with `error`. The page there calls this operation with these values and with cookies (fetch option `credentials: include`), and gets the tokens or the MFA challenge as JSON. No redirect carries a token.
         */
        get: operations["handleOAuthCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/oauth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Initiate OAuth login flow
         * @description Returns the URL to which the browser goes to sign in through the OpenID provider. Call the operation from a page of APP_ORIGINS with cookies (fetch option `credentials: include`): it sets a cookie that binds the sign-in to this browser for ten minutes. An unknown account is refused only at the callback.
         */
        get: operations["getOAuthLoginUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get account overview
         * @description Returns, for a page that a member opens first, how many keys and members there are, how many requests were made with the keys on each of the last 30 days, and what needs attention. It has only what the member may see elsewhere.
         */
        get: operations["getAccountOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove passkey
         * @description Removes a passkey. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        delete: operations["removePasskey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List passkeys
         * @description Lists the caller's own passkeys, oldest first.
         */
        get: operations["listPasskeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/checkout-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get checkout URL
         * @description Opens a page of Stripe where the account can subscribe to a plan, with addons of the same interval and currency. Only the newest page of an account works. From there, the user returns to the page that called, if its origin is in APP_ORIGINS. An account with a paid plan changes it with PATCH /accounts/payment/subscription.
         */
        post: operations["getCheckoutUrl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/dashboard-url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get dashboard URL
         * @description Opens Stripe's customer portal for the account: payment methods, invoices, the subscription. For some minutes, anybody who has the URL can use the portal.
         */
        get: operations["getDashboardUrl"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/free-subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create free subscription
         * @description Chooses the free plan. No payment method is needed. A repeated request changes nothing.
         */
        post: operations["createFreeSubscription"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get prices
         * @description Lists the prices of the plans and addons, in the order of the products. The list is at most one minute old.
         */
        get: operations["getPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get products
         * @description Lists the plans and addons that are on sale: plans first, and the cheapest first. The list is at most one minute old.
         */
        get: operations["getProducts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/subscription": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get subscription
         * @description Returns the subscription of the account, as Stripe has it now.
         */
        get: operations["getSubscription"];
        put?: never;
        post?: never;
        /**
         * Cancel subscription
         * @description Cancels the subscription at the end of its period. After that the account has the free plan, if there is one. Until then the subscription can be renewed in the customer portal. A repeated request changes nothing.
         */
        delete: operations["cancelSubscription"];
        options?: never;
        head?: never;
        /**
         * Update subscription
         * @description Changes items by their id, adds addons by their price, and removes items with quantity 0; other items do not change. A change that costs as much or more per month, or is paid for a longer interval, applies at once: the difference for the rest of the period is charged, and if that fails, nothing changes. Any other change applies at the end of the period. A new change replaces a planned one; to withdraw a planned change, send the current items.
         */
        patch: operations["updateSubscription"];
        trace?: never;
    };
    "/accounts/payment/subscription-items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get subscription items
         * @description Lists the plan and the addons that the account has now.
         */
        get: operations["getSubscriptionItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/payment/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Process payment webhook
         * @description For Stripe: accepts an event that is signed in the header Stripe-Signature, stores it, and answers before it acts on it. If the event was received before, the answer is the same.
         */
        post: operations["processPaymentWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/profile-image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload profile image
         * @description Replaces the caller's profile image. The image is scaled to at most 512 pixels in each direction, turned upright, and stored in the same format without metadata. Of an animation, only the first frame is kept. A large image can be sent in parts, in any order: the last part that arrives sets the image. Parts are discarded if the others do not arrive within an hour.
         */
        post: operations["uploadProfileImage"];
        /**
         * Delete profile image
         * @description Deletes the caller's profile image, if there is one.
         */
        delete: operations["deleteProfileImage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * View recovery codes
         * @description Returns the remaining recovery codes. The root user and administrators may read those of members who are only in this account. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        get: operations["viewRecoveryCodes"];
        put?: never;
        /**
         * Issue recovery codes
         * @description Issues ten new recovery codes; earlier codes no longer work. A second factor must be switched on. The root user and administrators may do this for members who are only in this account. The user gets a mail. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        post: operations["issueRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/refresh-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh authentication token
         * @description Exchanges a refresh token for a new pair of tokens; the old access token no longer works. The same request within a few seconds gets the same pair again. If an old refresh token is used later, the session is revoked and its user gets a mail. For a session that was made from a key, the allowed networks and the rate limit of the key apply.
         */
        post: operations["refreshToken"];
        /**
         * Revoke a refresh token
         * @description Revokes only the refresh token of one of the caller's own sessions: the access token works until it expires, and cannot be renewed.
         */
        delete: operations["revokeRefreshToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/remove-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove user from account
         * @description Removes a member at once, revokes their sessions and creds in this account, and deletes their keys in it; or withdraws a pending invitation. What the member created stays. A user who is then a member of no account, and the root of none, is deleted.
         */
        delete: operations["removeUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename account
         * @description Renames the account. Only the root user may do this, with a mailed code. The old name stops working at once. Every session of every member is revoked, also the caller's, and each member gets a mail. API keys still work. If another account has the name, the answer is 409, and the same code can be used again.
         */
        patch: operations["renameAccount"];
        trace?: never;
    };
    "/accounts/request-email-address-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request email address change
         * @description Mails a link to the caller's current email address. That link sends a second link to the new email address, which completes the change. Each link works for 24 hours; a new request replaces an earlier one. If another user has the new email address, only that user is told.
         */
        post: operations["requestEmailAddressChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/request-reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a password reset
         * @description Mails a link to choose a new password, if a user with a password has this email address and has confirmed it; the answer is the same if not. The link works for 15 minutes, and newer links do not replace it. At most one mail a minute is sent to one email address. After twenty mails in a day no more are sent; instead, each further request makes the newest link work for another 15 minutes.
         */
        post: operations["requestResetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/resend-confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend email confirmation
         * @description Mails a new link and code for each of the newest sign-ups (at most three) that wait for this email address to be confirmed; the answer is the same if there are none. Earlier links and codes still work until their 48 hours are over.
         */
        post: operations["resendAccountConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/resend-invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resend an invitation
         * @description Mails a new link to a pending member, which works for 48 hours. The earlier link stops working.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset or change a password
         * @description With the token of a reset mail: sets the password and revokes every session of the user. For a signed-in user, with the current password, and with the MFA token if a second factor is switched on: changes the password and revokes every other session. API keys still work. The user gets a mail.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/role": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update user role
         * @description Changes the role of a member. It applies from their next request on, to all their sessions and keys, and on the message bus to their creds. Nobody can change their own role or the role of the root user.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/accounts/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List roles
         * @description Returns all roles and what each may do, in words. It comes from the table by which the gateway decides, so it is never out of date. The limits of a key narrow this further.
         */
        get: operations["listRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/session-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List sessions
         * @description Lists the live sessions of the caller, newest first: for a user, in all their accounts; for a key, those that were made from it. `token` and `refresh_token` are handles: they can revoke a session and do nothing else. With `limit` the answer is a page, and both lists are of the same sessions: send its `next_cursor` as `cursor` for the next page, until it is null.
         */
        get: operations["getSessionTokens"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/set-emergency-credit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set emergency credit
         * @description Sets how much the account may spend in a month on additional resources when its fixed resources are used up; 0 means nothing. Only the root user, administrators and billing may do this.
         */
        patch: operations["setEmergencyCredit"];
        trace?: never;
    };
    "/accounts/set-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Accepts an invitation with the token of its mail. A new user chooses a password; an existing user proves theirs. The answer has no tokens: sign in next.
         */
        post: operations["setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/submit-contact-form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit contact form
         * @description Mails a message to the support of this gateway or to a member of the account; a reply goes to the caller. A user may send at most ten messages an hour.
         */
        post: operations["submitContactForm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/suspend-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Suspend user
         * @description Suspends a member of this account, or ends the suspension. During a suspension, their sessions, keys and creds of this account are refused; afterwards they work as before, unless they have expired. Their other accounts are not affected.
         */
        patch: operations["suspendUser"];
        trace?: never;
    };
    "/accounts/token-validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Validate token
         * @description Tells whether an access or refresh token would be accepted now. It changes nothing.
         */
        post: operations["validateToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke all sessions of a user
         * @description Revokes every session of a user in this account, also the one that the caller uses. The root user and administrators may do this for other members. API keys still work.
         */
        delete: operations["revokeTokens"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove TOTP
         * @description Removes the authenticator app. If this removes the last factor, the recovery codes are removed too. The root user and administrators may do this for members who are only in this account. The operation requires a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete user
         * @description Deletes the caller's user permanently, with a mailed code: from every account, with its sessions, API keys and factors. The accounts are kept. The root user of an account must delete that account first.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Update user
         * @description Changes the names and settings of the caller. A field that is left out does not change, also in notification_preferences. The root user and administrators may change only the names, and only of members who belong to no other account. `email` selects the member and never changes their email address. `totp_enabled` and `passkey_enabled` require a recent sign-in; if the answer is `step_up_required`, sign in again.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/accounts/user-login-data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get user login data
         * @description Returns who the caller is, in which account and with which role, and the settings that a user interface needs.
         */
        get: operations["getUserLoginData"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/user-mfa-info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get user MFA info
         * @description Shows which second factors are switched on. The root user and administrators may ask about members who are only in this account.
         */
        get: operations["getUserMfaInfo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite a user
         * @description Invites somebody to this account by mail. The membership is pending until they accept through the link, within 48 hours. A new user chooses a password; an existing user proves theirs. The answer does not tell whether a user has the email address. Until they accept, the account sees only what was typed here.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/users/list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users by account
         * @description Lists the members of this account by email address: the root user, the other members, and the pending invitations. With `limit` the answer is a page: send its `next_cursor` as `cursor` for the next one, until it is null.
         */
        get: operations["listUsersByAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhooks
         * @description Lists the webhooks of the account, oldest first, without their secrets.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create webhook
         * @description Creates a webhook: from now on, the events of the audit log, or those whose actions are chosen, are delivered to the URL, signed as Standard Webhooks says (docs/webhooks.md). The secret that verifies the signatures is in this answer only.
         */
        post: operations["createWebhook"];
        /**
         * Delete webhook
         * @description Deletes a webhook with its secret and the list of its deliveries. A delivery that is under way may still arrive.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        /**
         * Update webhook
         * @description Changes what the request names: the URL, the description, the actions, or whether the webhook is disabled. A webhook that is enabled again gets the events from that moment on; earlier ones can be sent with POST /accounts/webhooks/resend.
         */
        patch: operations["updateWebhook"];
        trace?: never;
    };
    "/accounts/webhooks/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List webhook deliveries
         * @description Lists the attempts of the last seven days to deliver to a webhook, newest first. For the next page, send `next_cursor` as `cursor`, until it is null. With `outcome`, a page that is not the last may have fewer deliveries than `limit`, or none.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/webhooks/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an event again
         * @description Delivers an event of the audit log at once, whether it was delivered before or not, with its own id in the header webhook-id, and answers with the result. It takes at most ten seconds.
         */
        post: operations["resendWebhookEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/webhooks/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate webhook secret
         * @description Replaces the secret of a webhook. For 24 hours each delivery has two signatures, one of each secret, so that the receiver can change to the new one without losing anything. After a second rotation within that time, only the newest two secrets sign.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/accounts/webhooks/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test webhook
         * @description Delivers an event with the type `webhook.test` at once, to a disabled webhook too, and answers with the result. It takes at most ten seconds.
         */
        post: operations["testWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/approve-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail opens, and the action of its button */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail opens, and the action of its button */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/confirm-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail opens, and the action of its button */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail opens, and the action of its button */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/confirm-email-change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail opens, and the action of its button */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail opens, and the action of its button */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/config": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this gateway offers
         * @description What a page has to know before anybody has signed in, such as in which ways users can sign in.
         */
        get: operations["getConsoleConfig"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in to the console with a password
         * @description As POST /accounts/auth-with-password, but the refresh token is in a cookie that no script can read. If the browser had a session, that one ends. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["startConsoleSession"];
        /**
         * Sign out of the console
         * @description Ends the session of the browser and deletes its cookie. It is no error if there is no session, or it has ended. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        delete: operations["endConsoleSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the console to another account
         * @description The session of the browser goes on in another account of the same user, and ends in this one. It is no sign-in: the new session is as old as the former one. If the user has a second factor on that the session began without, the answer is `step_up_required`. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["switchConsoleAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/begin-passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a sign-in with a passkey, without an address
         * @description Returns the options for navigator.credentials.get with which the browser offers the passkeys that it knows, also from the address field’s autofill (`mediation: 'conditional'`). They name no passkey and nobody, work for five minutes and once, and only for a passkey alone, which must verify its user. POST /console/session/passkey completes the sign-in. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["beginConsoleSessionWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/oauth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in to the console with OAuth
         * @description As GET /accounts/oauth/callback with the values that the provider has sent, and with the cookie as for POST /console/session. GET /accounts/oauth/login comes first, from a page of the console with its Referer. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["startConsoleSessionWithOAuth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/passkey": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in to the console with a passkey
         * @description As POST /accounts/complete-auth-with-passkey, with the cookie as for POST /console/session. POST /accounts/begin-auth-with-passkey or, without an address, POST /console/session/begin-passkey comes first. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["startConsoleSessionWithPasskey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/recovery-code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a sign-in to the console with a recovery code
         * @description As POST /accounts/auth-with-recovery-code, with the cookie as for POST /console/session. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["startConsoleSessionWithRecoveryCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh the session of the console
         * @description Exchanges the refresh token in the cookie for a new pair of tokens, as POST /accounts/refresh-token does: the same request within a few seconds gets the same pair again, and if an old cookie is used later, the session ends. A cookie of which nothing is left is `no_session`. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["refreshConsoleSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/session/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete a sign-in to the console with TOTP
         * @description As POST /accounts/auth-with-totp, with the cookie as for POST /console/session. Only for pages of the gateway itself (`Sec-Fetch-Site: same-origin`).
         */
        post: operations["startConsoleSessionWithTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a device
         * @description Signs in the device that waits with that code: as the caller, to the account of this session, when the device asks next. Its session ends no later than this one would, and counts as no recent sign-in. Only for a signed-in user, in a session that was not itself approved for a device (`step_up_required`). A code is approved or denied once.
         */
        post: operations["approveDeviceSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/authorization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin the sign-in of a device
         * @description Begins a sign-in that the user approves in a browser, on this device or another one (RFC 8628, section 3.1). Show the user the address and the code, and then ask POST /device/token. The body can be a form or JSON. Failures have the form of RFC 6749, section 5.2, and the members `message` and `code` of all failures.
         */
        post: operations["requestDeviceAuthorization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/deny": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deny a device
         * @description Refuses the device that waits with that code. Only for a signed-in user. A code is approved or denied once.
         */
        post: operations["denyDeviceSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find a device that waits
         * @description Shows the user which device asks to be signed in with that code, and from where, before they approve or deny it. Only for a signed-in user. Ten wrong codes in 15 minutes are allowed to a user, and to a network.
         */
        post: operations["findDeviceSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fetch the tokens of a device
         * @description Asks whether the user has approved the device (RFC 8628, section 3.4), and signs it in, once, to the account of the session in which they did. Until then the answer is `authorization_pending`; then perhaps `access_denied` or `expired_token`. A device that asks sooner than it should gets `slow_down`, and has to wait five seconds longer each time from then on. The body can be a form or JSON. Failures have the form of RFC 6749, section 5.2, and the members `message` and `code` of all failures.
         */
        post: operations["requestDeviceToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open embedded session
         * @description Exchanges a token of POST /accounts/embed-token for a session of an hour, once, on a page of the origin that the token was made for: the header Origin says which page it is. The session can list, issue, change, rotate and delete the API keys of its user, and nothing else; other services do not honour it. `<quiva-keys>` does this by itself.
         */
        post: operations["openEmbedSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/embed/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The console: pages for people, and the files that they load */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    path: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The console: pages for people, and the files that they load */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether the process runs */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                            version: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the gateway can answer requests and write to the database */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Whether the gateway can answer requests and write to the database */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            status: string;
                            version: string;
                            database: string;
                            messaging: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect a token
         * @description Tells other services whether an API key or access token is valid now, in the form of RFC 7662. It answers only for credentials of the caller's own account; all others are not active. The body can be JSON or a form. Besides the usual credentials, the operation accepts those of OAuth clients (client_secret_basic and client_secret_post): the id of an API key and the key. A key that is only used for this needs only the scope tokens:introspect.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/introspect/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect many tokens
         * @description Does the same for up to 100 tokens in one call, and answers in their order.
         */
        post: operations["introspectTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus: with METRICS_TOKEN as bearer token */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Metrics for Prometheus: with METRICS_TOKEN as bearer token */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            [key: string]: unknown;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all accounts
         * @description Lists the accounts of this gateway in pages, with numbers but nothing that their members have stored. Deleted accounts are only listed with `state=deleted` or by their id.
         */
        get: operations["listAllAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/accounts/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore account
         * @description Restores a deleted account with its members and settings, within a year after its deletion. Sessions and keys are not restored. If its name is taken, or its root user cannot be root any more, `details` says so, and the request has to name others.
         */
        post: operations["restoreAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/accounts/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume account
         * @description Ends a suspension: sessions, API keys and creds of the account work as before, unless they have expired meanwhile. A deletion that was scheduled, and whose date has come or is near, is put off until three days from now. The root user and the administrators get a mail with the reason.
         */
        post: operations["resumeAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/accounts/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend account
         * @description From the answer on, nobody can sign in to the account, its API keys and sessions are refused with `account_suspended`, and the message bus disconnects its clients. Nothing is deleted or ended: after resumeAccount, everything works as before. The subscription stays, a scheduled deletion waits, and no webhook is delivered. The root user and the administrators get a mail with the reason. Operators cannot suspend the account that they are signed in to.
         */
        post: operations["suspendAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get health
         * @description Returns how this gateway is, and what it depends on: the database, the message bus, mails, the disk, the other gateways. These are the numbers of this moment; for how they change, use GET /operator/metrics, or GET /metrics with Prometheus.
         */
        get: operations["getOperatorHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get metrics over time
         * @description Returns what all gateways on this database did in the last hour (by minutes), day (by 15 minutes) or 30 days (by 6 hours). Each gateway writes its numbers once a minute. For alerts, and for more than these numbers, use GET /metrics.
         */
        get: operations["getOperatorMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List outbox items
         * @description Lists the work that waits, fails or was given up, by id, and the numbers of each kind. What an item does in particular is never shown: it may have secrets in it, such as the link of a mail.
         */
        get: operations["listOutboxItems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/outbox/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discard outbox item
         * @description Deletes work that waits or failed, so that nobody does it any more. What it was for does not happen: a mail is not sent, claims do not reach the message bus. Recurring jobs cannot be discarded.
         */
        post: operations["discardOutboxItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/operator/outbox/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry outbox item
         * @description Makes work that waits or failed due at once, as if it had never been tried. Work that the gateway gave up can be tried again only if it needs no data of its own, since these were deleted (`can_be_retried`).
         */
        post: operations["retryOutboxItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/profile-images/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A profile image */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A profile image */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/*": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document as a page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document as a page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description This document as a page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reference/js/scalar.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The script of that page */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The script of that page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/javascript": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail opens, and the action of its button */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail opens, and the action of its button */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/secret-scanning/github": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report leaked API keys
         * @description For GitHub: reports keys that were found in public, signed in the headers Github-Public-Key-Identifier and Github-Public-Key-Signature. Each live key is deleted at once, and its owner gets a mail. The answer is 404 if the operator has not set GITHUB_SECRET_SCANNING_KEYS.
         */
        post: operations["reportLeakedKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/set-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page that a link in a mail opens, and the action of its button */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        put?: never;
        /** A page that a link in a mail opens, and the action of its button */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page that a link in a mail opens, and the action of its button */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verifier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open the connection of a verifier
         * @description A WebSocket with the subprotocol quiva.verifier.v1 (docs/verifier-protocol.md), for services that check credentials in their own process. It speaks of the credentials of the caller’s account. A key that is only used for this needs only the scope tokens:introspect.
         */
        get: operations["openVerifier"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify a credential for a proxy
         * @description For auth_request of nginx, ForwardAuth of Traefik, forward_auth of Caddy and ext_authz of Envoy (docs/proxies.md). The proxy sends the headers of the client; the status of the answer says whether to let the request through, and its headers say who the client is. It counts towards the rate limit and the quota of the key, and says what is left. A request that already has such headers is refused.
         */
        get: operations["verifyCredential"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description An account as its members see it */
        Account: {
            /**
             * @description Ten digits
             * @example 4821907365
             */
            id?: string;
            /**
             * @description Normalised name, which members type when they sign in
             * @example acme
             */
            name?: string;
            /**
             * @description The name as it was typed
             * @example ACME
             */
            display_name?: string;
            /**
             * Format: email
             * @description Email address of the root user
             */
            root_email?: string;
            /** @enum {unknown} */
            subscription_status?: "active" | "pending" | "cancelled";
            /** @example free */
            subscription_plan?: string;
            /**
             * Format: float
             * @description Monthly limit for buying additional resources
             */
            emergency_credit?: number;
            country?: string;
            company_name?: string;
            address?: string;
            website?: string;
            phone_number?: string;
            scheduled_for_deletion?: boolean;
            /**
             * Format: date-time
             * @description Set only while a deletion is scheduled
             */
            deletion_date?: string;
            /**
             * Format: date-time
             * @description Set only while a payment is late: from then on, the API keys of the account are refused
             */
            payment_due_by?: string;
            region?: string;
            provider?: string;
            bstier?: number;
            cloud?: boolean;
            hub?: boolean;
        };
        AccountInfo: {
            /**
             * @description Ten digits
             * @example 4821907365
             */
            id?: string;
            /**
             * @description Normalised name, which members type when they sign in
             * @example acme
             */
            name?: string;
            /**
             * @description The name as it was typed
             * @example ACME
             */
            display_name?: string;
            /**
             * Format: email
             * @description Email address of the root user
             */
            root_email?: string;
            /** @enum {unknown} */
            subscription_status?: "active" | "pending" | "cancelled";
            /** @example free */
            subscription_plan?: string;
            /**
             * Format: float
             * @description Monthly limit for buying additional resources
             */
            emergency_credit?: number;
            country?: string;
            company_name?: string;
            address?: string;
            website?: string;
            phone_number?: string;
            scheduled_for_deletion?: boolean;
            /**
             * Format: date-time
             * @description Set only while a deletion is scheduled
             */
            deletion_date?: string;
            /**
             * Format: date-time
             * @description Set only while a payment is late: from then on, the API keys of the account are refused
             */
            payment_due_by?: string;
            region?: string;
            provider?: string;
            bstier?: number;
            cloud?: boolean;
            hub?: boolean;
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
        };
        AccountOverview: {
            /**
             * @description Which keys are counted: account: those of all members and of the account, for the root user and administrators; own: those of the caller
             * @enum {unknown}
             */
            scope: "account" | "own";
            /** @description Numbers of keys by state, as the filter `state` of GET /accounts/api-keys finds them */
            keys: {
                /** @description All keys that are not deleted or expired */
                live: number;
                /** @description Of these: used at least once, neither rotated nor disabled */
                active: number;
                /** @description Never used, neither rotated nor disabled */
                unused: number;
                /** @description Rotated, in their grace period */
                replaced: number;
                /** @description Disabled, rotated or not */
                disabled: number;
                /** @description Expire within seven days, neither rotated nor disabled, used or not */
                expiring: number;
            };
            /** @description Only for those who may list members */
            members?: {
                active: number;
                suspended: number;
                /** @description Invitations that wait to be accepted */
                pending: number;
            };
            /** @description Requests with these keys on each day (UTC), with keys that are gone too. Those of the last ten seconds may be missing; with thousands of keys in use, of the last 50 */
            requests: {
                /** @description The sum of the days */
                total: number;
                /** @description Each of the last 30 days, the oldest first; the last one is today */
                days: {
                    /**
                     * Format: date
                     * @example 2026-11-29
                     */
                    date: string;
                    requests: number;
                }[];
            };
            /** @description What somebody should look at, the most urgent first; what needs no attention is absent */
            attention: {
                /**
                 * @description payment_overdue: a payment is late. bus_unreachable: the message bus cannot be reached. keys_expiring: keys expire within seven days. second_factor_missing: the caller has no second factor. webhooks_failing: webhooks do not reach their receiver. keys_silent: keys were not used for 90 days. keys_unused: keys were issued more than seven days ago and never used
                 * @enum {unknown}
                 */
                kind: "payment_overdue" | "bus_unreachable" | "keys_expiring" | "second_factor_missing" | "webhooks_failing" | "keys_silent" | "keys_unused";
                count: number;
                /** @description At most five, the oldest first */
                examples: {
                    /** @description Of the key, the webhook or the account */
                    id: string;
                    /** @description Of the key or the account; of a webhook its host */
                    name: string;
                    /**
                     * Format: date-time
                     * @description When the key expires, was last used, or was issued; since when the webhook fails; from when on keys are refused
                     */
                    on: string;
                    /** @description The owner of the key; absent for a key of the account */
                    email?: string;
                }[];
            }[];
        };
        AddEmbedOriginRequest: {
            /**
             * @description Scheme, host, and a port if it is not the usual one; https, or http on localhost
             * @example https://app.example.com
             */
            origin: string;
        };
        AddExportRequest: {
            export: {
                /**
                 * @description Name of the export in the account, 1–64 characters
                 * @example ticks
                 */
                name: string;
                /**
                 * @description The subject to offer: `*` stands for one token, `>` at the end for one or more; the first token must not be a wildcard
                 * @example ticks.>
                 */
                subject: string;
                /**
                 * @description stream: importers receive what is published there; service: importers send requests there
                 * @enum {unknown}
                 */
                type: "stream" | "service";
                /** @description Position of a `*` of the subject, counted from 1, where every importer must have its own account key, so that it receives or calls only its own subjects */
                token_position?: number;
                /** @description Ids of the only accounts that may import it; all may if this is left out. Other accounts cannot see it */
                allowed_accounts?: string[];
            };
        };
        AddImportRequest: {
            import: {
                /**
                 * @description Name of the import in the account, 1–64 characters
                 * @example ticks
                 */
                name: string;
                /**
                 * @description The subject to import, the whole export or a part of it: `*` stands for one token, `>` at the end for one or more; the first token must not be a wildcard
                 * @example ticks.>
                 */
                subject: string;
                /**
                 * @description Id or name of the exporting account
                 * @example 4821907365
                 * @example acme
                 */
                account: string;
                /** @description As in the export. The subject has `*` there, and your account key replaces it */
                token_position?: number;
                /**
                 * @description The subject for your account's clients, with the same wildcards in the same order; default: the same subject
                 * @example ticks.>
                 */
                local_subject?: string;
            };
        };
        ApiKey: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The last four characters, a checksum of the others. Of an imported key as the import has said; empty if it has not
             * @example 7d4a
             */
            last_4_characters: string;
            /**
             * @description How an imported key begins, as the import has said; empty if it has not. Null for a key that this gateway has made
             * @example sk_live_3ZZg
             */
            start: string | null;
            /** @description Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used */
            last_used_on: string | null;
            /**
             * @description In lists: the IPv4 address, or the /64 network of the IPv6 address, of the latest use that has one; null if there is none within 90 days
             * @example 192.0.2.7
             */
            last_used_from?: string | null;
            /**
             * @description Name of the account
             * @example acme
             */
            account: string;
            /** @description Id of the key that issued this one, whose limits also apply to it; null if a user issued it */
            issued_by: string | null;
            /** @description Null: everything that the owner may do */
            scopes: string[] | null;
            /** @description The allowed networks; null: every IP address */
            allowed_ips: string[] | null;
            /** @description Null: this key has no rate limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Null: this key has no quota of its own */
            quota: components["schemas"]["Quota"] | null;
            /**
             * @description Whether it is a live key or a test key
             * @enum {unknown}
             */
            environment: "live" | "test";
            /**
             * @description What its owner wants services to know of the key; null for nothing
             * @example {
             *       "plan": "pro"
             *     }
             */
            metadata: {
                [key: string]: string | number | boolean;
            } | null;
            /**
             * @description Sorted
             * @example [
             *       "ci"
             *     ]
             */
            tags: string[];
            /** @description Whether the key is refused until somebody enables it, with its sessions and the keys that it issued */
            disabled: boolean;
            /**
             * @description Whether the key belongs to a member or to the account itself
             * @enum {unknown}
             */
            owner: "member" | "account";
            /**
             * @description Role of a key of the account
             * @example developer
             */
            role?: string;
            /** @description With owner=all, of a key of a member: the email address of the member */
            email?: string;
            /** @description Id of the key that this key replaces */
            replaces: string | null;
            /** @description Id of the new key that replaces this one: the key was rotated, and expires_on is the end of its grace period */
            replaced_by: string | null;
            /** @description when_silent: the key was rotated, and ends already after silent_days without a use; null: it ends at expires_on */
            retire: "when_silent" | null;
            /** @description After how many days without a use the key ends */
            silent_days: number | null;
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
        };
        ApiKeyImpact: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /** @description Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used */
            last_used_on: string | null;
            /**
             * @description unused: nobody has used the key within 30 days. replaced: its successor is used, and the key was not used for a day. in_use: somebody would miss it, or that is not known. The keys in also_deleted count as the key does
             * @enum {unknown}
             */
            verdict: "unused" | "replaced" | "in_use";
            /**
             * @description The reason for the verdict, in one sentence
             * @example It was last used on 2026-11-26 09:30 UTC.
             */
            reason: string;
            /** @description Number of uses of the key within the last 30 days */
            uses: number;
            /** @description The days, within the last 30, on which the key was used */
            days: {
                /**
                 * Format: date
                 * @description A day in UTC
                 * @example 2026-11-26
                 */
                date: string;
                /** @description Number of requests that were accepted with the key or with a session made from it */
                uses: number;
                /**
                 * Format: date-time
                 * @description The time of the last request
                 * @example 2026-11-23T09:30:00.000Z
                 */
                last_used_on: string;
                /** @description The latest 20 networks of that day */
                networks: {
                    /**
                     * @description An IPv4 address, or the /64 network of an IPv6 address
                     * @example 192.0.2.7
                     * @example 2001:db8:1:2::/64
                     */
                    network: string;
                    uses: number;
                    /**
                     * Format: date-time
                     * @description The time of the last request
                     * @example 2026-11-23T09:30:00.000Z
                     */
                    last_used_on: string;
                }[];
            }[];
            /** @description The live sessions made from the key and the keys in also_deleted, newest first, at most 100 */
            sessions: {
                /** @description Id of the key from which the session was made */
                api_key_id: string;
                /**
                 * Format: date-time
                 * @description When the session began
                 * @example 2026-11-23T09:30:00.000Z
                 */
                created_on: string;
                /** @example 192.0.2.7 */
                ip: string;
                /** @example curl 8 */
                agent: string;
            }[];
            /** @description Number of connections that these keys have to the message bus now, at most 100 for each key and server; null if this gateway has no message bus, if it did not answer within a second, or if there are more than 100 keys */
            connections: number | null;
            /** @description The key that replaces this one, and whether it would be deleted too; null if there is none */
            successor: {
                /**
                 * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                id: string;
                /** @example ci */
                name: string;
                /** @description Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used */
                last_used_on: string | null;
                also_deleted: boolean;
            } | null;
            /** @description The live keys that DELETE /accounts/api-key would delete too, at most 100 */
            also_deleted: {
                /**
                 * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                id: string;
                /** @example ci */
                name: string;
                /**
                 * @description The last four characters, a checksum of the others. Of an imported key as the import has said; empty if it has not
                 * @example 7d4a
                 */
                last_4_characters: string;
                /** @description Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used */
                last_used_on: string | null;
                /**
                 * @description issued by one of these keys, or made by a key that rotated itself
                 * @enum {unknown}
                 */
                because: "issued" | "rotated";
            }[];
            /** @description Number of these keys */
            also_deleted_count: number;
            /** @description Number of pending invitations that would be revoked */
            invitations: number;
        };
        ApiKeyUsage: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /** @description Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used */
            last_used_on: string | null;
            /** @description The days, within the last 90, on which the key was used */
            days: {
                /**
                 * Format: date
                 * @description A day in UTC
                 * @example 2026-11-26
                 */
                date: string;
                /** @description Number of requests that were accepted with the key or with a session made from it */
                uses: number;
                /**
                 * Format: date-time
                 * @description The time of the last request
                 * @example 2026-11-23T09:30:00.000Z
                 */
                last_used_on: string;
                /** @description The latest 20 networks of that day */
                networks: {
                    /**
                     * @description An IPv4 address, or the /64 network of an IPv6 address
                     * @example 192.0.2.7
                     * @example 2001:db8:1:2::/64
                     */
                    network: string;
                    uses: number;
                    /**
                     * Format: date-time
                     * @description The time of the last request
                     * @example 2026-11-23T09:30:00.000Z
                     */
                    last_used_on: string;
                }[];
            }[];
        };
        AuditEvent: {
            /** @example evt_01kc9f3m8e7q1v5t2x4y6z8a0b */
            id: string;
            /** Format: date-time */
            occurred_on: string;
            /**
             * @description docs/audit-log.md explains each action
             * @example api_key.issued
             */
            action: string;
            actor: {
                /**
                 * @description interactive: a signed-in user; key: an API key, or a session made from one; embedded: a session on a page of another product; anonymous; system
                 * @example interactive
                 */
                kind: string;
                /** @description The user; for an anonymous request, the user whom it proved or claimed to be */
                user_id: string | null;
                /** @description The email address of the user, while they are a member */
                email: string | null;
                /** @description The session or key that did it */
                credential_id: string | null;
            };
            target: {
                type: string;
                id: string;
            } | null;
            /** @description The IP address that the request came from */
            ip: string | null;
            /** @description The program that sent the request, by its own name */
            user_agent: string | null;
            /** @description The X-Request-Id of the request, if there was one */
            request_id: string | null;
            /** @description Further details of this action */
            details: {
                [key: string]: unknown;
            };
        };
        /** @description Signed in */
        AuthResponse: {
            /** @description Access token (JWT, by default EdDSA), for Authorization: Bearer; valid for an hour unless the operator has set another time */
            auth_token: string;
            /** @description Opaque token for POST /accounts/refresh-token; expires 24 hours after it was issued unless the operator has set another time */
            refresh_token: string;
            passkey_enabled: boolean;
            totp_enabled: boolean;
            account: components["schemas"]["Account"];
            /** @description How many of the oldest sessions were revoked by this sign-in: a user, or a key, can have at most a hundred in an account. Absent if none were. */
            ended_sessions?: number;
        };
        AuthWithApiKeyRequest: {
            /** @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a */
            api_key: string;
        };
        AuthWithPasswordRequest: {
            /** Format: email */
            email: string;
            /** Format: password */
            password: string;
            /** @description Name of the account. Default: the account whose root the user is, or else their only account; if there is neither, the answer is `account_required` with the names. */
            account?: string;
        };
        AuthWithRecoveryCodeRequest: {
            /** @description The challenge token, from the answer to the first factor */
            token: string;
            /** @example ABCD-1234 */
            code: string;
            /** @description Name of the account; needed if the user is the root of none and a member of several, and the first factor named none */
            account?: string;
        };
        AuthWithTotpRequest: {
            /** @description The challenge token, from the answer to the first factor */
            token: string;
            /**
             * @description Six digits from the authenticator app
             * @example 123456
             */
            code: string;
            /**
             * Format: email
             * @description If sent, it must be the email address of the user who is signing in
             */
            email?: string;
            /** @description Name of the account; needed if the user is the root of none and a member of several, and the first factor named none */
            account?: string;
        };
        BeginAuthWithPasskeyRequest: {
            /** Format: email */
            email: string;
            /** @description Name of the account. Default: the account whose root the user is, or else their only account. */
            account?: string;
        };
        BeginConsoleSessionWithPasskeyRequest: Record<string, never>;
        BeginPasskeyRegistrationRequest: {
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        ChangeEmailAddressActionRequest: {
            /** @description From the link in the mail */
            token: string;
        };
        CompleteAuthWithPasskeyRequest: {
            /** @description The result of navigator.credentials.get, in JSON */
            credential: string | Record<string, never>;
            /** @description Name of the account. Default: the account whose root the user is, or else their only account. */
            account?: string;
            /** @description The challenge token, from the answer to the first factor */
            token?: string;
            /** @description If sent, it must be the email address with which the sign-in began */
            email?: string;
        };
        CompletePasskeyRegistrationRequest: {
            /** @description The result of navigator.credentials.create, in JSON */
            credential: string | Record<string, never>;
            /** @description A name for the passkey, 1–64 characters */
            credential_alias: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        ConfirmEmailRequest: {
            /** @description From the link in the mail */
            token?: string;
            /** @description Ten digits from the mail, with or without the hyphen */
            code?: string;
            /**
             * Format: password
             * @description The password that will be used to sign in: that of the sign-up, or a new one (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character). With a token, a new password is always accepted; with a code, only if the request comes from the network of the sign-up.
             */
            password?: string;
        } & (unknown | unknown);
        ConfirmTotpRegistrationRequest: {
            /**
             * @description Six digits from the authenticator app
             * @example 123456
             */
            code: string;
            /** @description As it was shown by POST /accounts/generate-totp-key */
            secret: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        ConsoleConfig: {
            /**
             * @description APP_NAME
             * @example gateway.example.com
             */
            app_name: string;
            /** @description The version of the gateway */
            version: string;
            /** @description Present if BRANDING_DIR is set */
            branding?: {
                /**
                 * @description The path of the logo
                 * @example /branding/logo?v=0f9w…
                 */
                logo?: string;
                /** @description The path of the logo for dark mode */
                logo_dark?: string;
                /** @description The logo says the name: pages show no name beside it */
                logo_has_name: boolean;
                /** @description Links for the foot of pages before the sign-in, such as one to a page for help */
                links: {
                    text: string;
                    /** Format: uri */
                    url: string;
                }[];
                /** @description Texts of the console that are replaced */
                texts: {
                    /** @example sign-in.title */
                    name: string;
                    text: string;
                }[];
            };
            /**
             * Format: uri
             * @description PUBLIC_URL
             */
            public_url: string;
            features: {
                /** @description Users can sign in through an OpenID provider */
                oauth: boolean;
                /** @description Users can register passkeys and sign in with them */
                passkeys: boolean;
                /** @description There is a message bus (NATS) */
                bus: boolean;
                /** @description Plans can be bought */
                payments: boolean;
                /** @description Not everybody is refused an account: SIGN_UP is not `closed` */
                sign_up: boolean;
                /** @description Mails go into files on the server, not to their addresses */
                mail_as_files: boolean;
                /** @description GET /reference shows the API */
                reference: boolean;
            };
        };
        /** @description Signed in; the answer sets the cookie of the session */
        ConsoleSession: {
            /** @description Access token, for Authorization: Bearer. Keep it in memory only */
            auth_token: string;
            /**
             * Format: date-time
             * @description When the access token expires
             */
            expires_on: string;
            passkey_enabled: boolean;
            totp_enabled: boolean;
            account: components["schemas"]["Account"];
            user: components["schemas"]["LoginData"];
            /** @description True if the email address of the user is in OPERATORS: pages then show the operator’s screens, whose operations check more (docs/operator.md). Absent for everybody else */
            is_operator?: boolean;
            /** @description As in the answer of POST /accounts/auth-with-password */
            ended_sessions?: number;
        };
        CreateAccountRequest: {
            /** @description Name of the account, 1–64 characters; upper and lower case and surrounding spaces do not matter */
            name: string;
            /**
             * Format: email
             * @description Email address of the root user. A user can be the root of only one account.
             */
            root_email: string;
            /**
             * Format: password
             * @description For a new user: a new password, 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character. For an existing user: their current password.
             */
            password: string;
            /** @description First name of the root user */
            root_first_name?: string;
            /** @description Last name of the root user */
            root_last_name?: string;
            /** @description Country */
            country?: string;
            /** @description Company */
            company_name?: string;
            /** @description Postal address */
            address?: string;
            /** @description Website */
            website?: string;
            /** @description Phone number */
            phone_number?: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        CreateUserRequest: {
            /** @description First name, 1–100 characters */
            first_name: string;
            /** @description Last name, 1–100 characters */
            last_name: string;
            /**
             * Format: email
             * @description Email address to invite
             * @example jane.smith@example.com
             */
            email: string;
            /**
             * @description Role in this account
             * @example developer
             * @enum {unknown}
             */
            role: "admin" | "developer" | "monitor" | "billing";
        };
        CreateWebhookRequest: {
            /**
             * @description Where events are delivered: https, without a user name, password or fragment, not a private address
             * @example https://example.com/quiva-events
             */
            url: string;
            /** @description For yourself */
            description?: string;
            /** @description The actions of the audit log that are delivered; null, the default, for all */
            events?: ("account.requested" | "account.created" | "account.activated" | "account.creation_refused" | "account.removed_unconfirmed" | "account.updated" | "account.emergency_credit_set" | "account.renamed" | "account.deletion_scheduled" | "account.deletion_cancelled" | "account.deleted" | "account.restored" | "account.suspended" | "account.resumed" | "account.streams_purged" | "account.erased" | "contact_form.submitted" | "email.confirmed" | "email.confirmation_resent" | "email.change_requested" | "email.change_approved" | "email.changed" | "session.started" | "session.factor_required" | "session.refused" | "session.locked_out" | "request.refused" | "session.refreshed" | "session.ended" | "session.refresh_reused" | "session.refresh_revoked" | "device_sign_in.approved" | "device_sign_in.denied" | "embed_origin.added" | "embed_origin.removed" | "embed_token.issued" | "embed_token.refused" | "password.reset_requested" | "password.changed" | "password.dropped" | "email_code.sent" | "oauth.linked" | "oauth.unlinked" | "member.invited" | "member.invitation_resent" | "member.invitation_expired" | "member.invitation_ended" | "member.accepted" | "member.role_changed" | "member.suspended" | "member.resumed" | "member.removed" | "totp.registered" | "totp.removed" | "passkey.registered" | "passkey.removed" | "mfa.settings_changed" | "recovery_codes.issued" | "recovery_codes.viewed" | "recovery_code.used" | "user.deleted" | "user.updated" | "user.removed" | "profile_image.set" | "profile_image.deleted" | "api_key.issued" | "api_key.imported" | "api_key.updated" | "api_key.disabled" | "api_key.enabled" | "api_key.quota_topped_up" | "api_key.rotated" | "api_key.deleted" | "api_key.used_after_deletion" | "api_key.used_while_disabled" | "api_key.leaked" | "api_key.expired" | "api_key.creds_read" | "revocation.confirmed" | "audit.exported" | "export.added" | "export.removed" | "import.added" | "import.removed" | "mesh.changed" | "payment.customer_created" | "payment.checkout_started" | "payment.portal_opened" | "payment.failed" | "payment.late" | "payment.overdue" | "payment.settled" | "subscription.started" | "subscription.updated" | "subscription.cancelled" | "subscription.changed" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.switched_off" | "webhook.tested" | "webhook.event_resent" | "operator.work_retried" | "operator.work_discarded")[] | null;
            /** @description Nothing is delivered to a disabled webhook */
            disabled?: boolean;
        };
        DeleteAccountRequest: {
            /**
             * @description Six digits, mailed by GET /accounts/email-code
             * @example 123456
             */
            email_code: string;
            /**
             * @description Whether to delete the account only in 14 days; if a date is set already, it does not change
             * @default false
             */
            in_14_days?: boolean;
        };
        /** @description The same as the query, for values that should not be in a URL */
        DeleteApiKeyRequest: {
            /** @description Key id, from the list of keys */
            id?: string;
            /** @description The whole API key. It is better to send it in the body: URLs are often logged. */
            key?: string;
            /**
             * Format: email
             * @description Email address of the owner of the key; default: any owner whose keys the caller may delete
             */
            email?: string;
        };
        DeleteWebhookRequest: {
            /**
             * @description The id of the webhook
             * @example whk_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
        };
        DeletedApiKey: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /** @description The whole key, if the request named it */
            key?: string;
            /** @description Never sent here */
            creds?: string;
            /** @description Ids of the keys that are deleted with it: the keys that it had issued, and the keys that it made by rotating itself, with the keys that those had issued */
            also_deleted: string[];
            /** @description True if the message bus has confirmed the revocation of the creds; false if it will confirm it as soon as it can be reached; null if this gateway has no message bus */
            creds_revoked: boolean | null;
        };
        /** @description The device shows the user where to approve it, and asks for its tokens */
        DeviceAuthorization: {
            /** @description For POST /device/token. A secret of the device */
            device_code: string;
            /**
             * @description For the user: eight letters. Case and dashes do not matter
             * @example WDJB-MJHT
             */
            user_code: string;
            /** @description The page on which the user types the code */
            verification_uri: string;
            /** @description The same page with the code, for a browser or a QR code */
            verification_uri_complete: string;
            /** @description For how many seconds both codes can be used */
            expires_in: number;
            /** @description How many seconds to wait between two requests to POST /device/token */
            interval: number;
        };
        /** @description A device that waits to be approved */
        DeviceSignIn: {
            /**
             * @description As the device shows it, to compare the two
             * @example WDJB-MJHT
             */
            user_code: string;
            /**
             * @description What the program calls itself; nothing proves it
             * @example quiva
             */
            client_id: string;
            /** @description The IP address of the device */
            ip: string;
            /**
             * @description Where that is, or unknown
             * @example Lisbon, Portugal
             */
            location: string;
            /** @description Whether the caller asks from the same neighbourhood of networks */
            nearby: boolean;
            /**
             * @description Browser or program
             * @example quiva-cli 0
             */
            agent: string;
            /** @example Linux */
            platform: string;
            /** Format: date-time */
            requested_on: string;
            /** Format: date-time */
            expires_on: string;
        };
        /** @description The device is signed in */
        DeviceTokens: {
            /** @description For Authorization: Bearer */
            access_token: string;
            /** @enum {unknown} */
            token_type: "Bearer";
            /** @description For how many seconds the access token is valid */
            expires_in: number;
            /** @description For POST /accounts/refresh-token */
            refresh_token: string;
            user: {
                id: string;
                /** Format: email */
                email: string;
            };
            account: components["schemas"]["Account"];
            /** @description How many of the oldest sessions were revoked, as at a sign-in */
            ended_sessions?: number;
        };
        DiscardOutboxItemRequest: {
            /** @description The id of the item */
            id: string;
        };
        /** @description An origin on whose pages the key screens may be embedded */
        EmbedOrigin: {
            /** @example https://app.example.com */
            origin: string;
            /** Format: date-time */
            created_on: string;
        };
        EmbedSession: {
            /** @description For Authorization: Bearer. There is no refresh token */
            auth_token: string;
            /** Format: date-time */
            expires_on: string;
            user: {
                id: string;
                /** @description Null for a service account */
                email: string | null;
                /** @enum {unknown} */
                role: "root" | "admin" | "developer" | "monitor" | "billing";
            };
            account: {
                id: string;
                display_name: string;
            };
            /**
             * @description What the session may do
             * @example [
             *       "api-keys:read"
             *     ]
             */
            scopes: string[];
            /** @description The scopes that keys may have which it issues; null: whatever their owner may do */
            key_scopes: string[] | null;
        };
        EmbedToken: {
            /** @description A secret that opens one session, once */
            token: string;
            /** Format: date-time */
            expires_on: string;
            /** @description The page of the gateway with the token in the fragment, if no origin was named */
            url: string | null;
        };
        /** @description The answer to a request that failed */
        Error: {
            /** @description Short text for users: what went wrong */
            error: string;
            /** @description What to do about it */
            message: string;
            /** @description Stable, for programs: invalid_request, invalid_json, duplicate_header, host_required, malformed_request, weak_password, common_password, account_name_taken, already_root, nats_server_too_old, invalid_confirmation, confirmation_needs_password, unknown_member, already_member, invitation_not_pending, impossible_target, unknown_api_key, too_many_keys, line_too_long, account_required, unknown_session, invalid_reset, invalid_invitation, password_unchanged, invalid_email_code, invalid_user_code, authorization_pending, slow_down, access_denied, expired_token, invalid_grant, unsupported_grant_type, invalid_scope, deletion_not_scheduled, unknown_recipient, invalid_image, image_too_large, invalid_email_change, invalid_signature, oauth_not_configured, oauth_failed, invalid_totp_code, invalid_passkey, passkey_taken, too_many_passkeys, passkeys_not_configured, factor_not_registered, mfa_not_enabled, sharing_name_taken, sharing_limit_reached, no_matching_export, unknown_outbox_item, unknown_deleted_account, unknown_account, account_of_operator, unknown_webhook, too_many_webhooks, embed_origin_not_allowed, unknown_embed_origin, too_many_embed_origins, unknown_export, unknown_import, already_subscribed, no_free_plan, payment_method_required, payment_failed, payment_confirmation_required, payment_due, subscription_ending, payment_refused, invalid_webhook, unauthorized, invalid_credentials, email_not_confirmed, invalid_token, invalid_second_factor, invalid_recovery_code, passkey_refused, no_session, embed_token_refused, payment_required, step_up_required, insufficient_permissions, interactive_required, operator_factor_missing, operator_factor_required, insufficient_scope, address_not_allowed, account_suspended, other_account, other_environment, identity_header_sent, beyond_own_limits, creds_barred, sign_up_not_allowed, forbidden_origin, wrong_embed_origin, keys_only, not_a_member, person_required, not_found, api_key_not_found, passkey_not_found, subscription_not_found, method_not_allowed, request_timeout, account_name_in_use, upload_conflict, subscription_busy, api_key_replaced, api_key_disabled, deleted_meanwhile, outbox_item_spent, outbox_item_busy, account_already_suspended, account_not_suspended, changed_meanwhile, payload_too_large, unsupported_media_type, unsupported_encoding, expectation_failed, unknown_oauth_link, replayed_key_is_gone, idempotency_key_reused, upgrade_required, headers_too_large, too_many_requests, quota_exhausted, too_many_verifiers, oauth_provider_failed, internal_error, database_not_writable, images_unavailable, portal_not_configured, payments_not_configured, payments_unavailable, unavailable */
            code: string;
            /** @description Where `error` is a code of OAuth, as at POST /device/token (RFC 6749, §5.2): the same as `message` */
            error_description?: string;
            /** @description Each problem of the request and where it is; with code invalid_request or nats_server_too_old */
            details?: {
                path: string;
                message: string;
            }[];
            /** @description A page of Stripe where the payment is confirmed; with code payment_confirmation_required */
            confirmation_url?: string;
            /** @description Seconds to wait; with status 429 */
            retry_after?: number;
            /**
             * Format: date-time
             * @description With quota_exhausted: when the next period of the quota begins
             */
            refills_on?: string;
            /** @description With status 5xx, the same as the header X-Request-Id: with it the operator finds the reason in the log */
            request_id?: string;
            /** @description The accounts to choose from; with code account_required */
            accounts?: {
                name: string;
                display_name: string;
            }[];
        };
        GenerateTotpKeyRequest: {
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        GetCheckoutUrlRequest: {
            /**
             * @description Price id of the plan
             * @example price_1Pro
             */
            base_subscription: string;
            addons?: {
                /**
                 * @description Price id of the addon
                 * @example price_1Seats
                 */
                id: string;
                /** @description Ignored: the price says what it is */
                type: string;
                quantity: number;
            }[];
        };
        /** @description A program that honours credentials of the account from its memory */
        Holder: {
            /**
             * @description Of the connection; receipts name it
             * @example hol_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /**
             * @description edge: it answers proxies
             * @enum {unknown}
             */
            kind: "verifier" | "edge";
            /**
             * @description As it calls itself
             * @example orders, eu-3
             */
            name: string;
            /**
             * @description Its program and version
             * @example quiva-verifier/0.1.0
             */
            version: string;
            /**
             * Format: date-time
             * @description When it connected
             */
            since: string;
            /** @description How many credentials it remembers */
            entries: number;
            /** @description When it last renewed its lease. Of a verifier at another gateway, up to ten seconds old */
            renewed_on: string | null;
            /** @description The gateway that it is connected to */
            gateway: string;
        };
        ImportApiKeysRequest: {
            /** @description 1 to 1000 keys */
            keys: components["schemas"]["KeyToImport"][];
            /** @description The secret of HMAC-SHA-256, if the keys were hashed with one. It is stored sealed; an account may have 10 */
            hmac_secret?: string;
            /**
             * @description How the secret is written
             * @default utf8
             * @enum {unknown}
             */
            hmac_secret_encoding?: "utf8" | "hex" | "base64";
            /**
             * @description member: the keys belong to the caller. account: they belong to the account and to no user; for the root user and administrators who are signed in
             * @default member
             * @enum {unknown}
             */
            owner?: "member" | "account";
            /**
             * @description Role of keys of the account; required for such keys, and only for them
             * @enum {unknown}
             */
            role?: "admin" | "developer" | "monitor" | "billing";
            /**
             * @description true: the answer is the same, but nothing is imported
             * @default false
             */
            dry_run?: boolean;
        };
        ImportedApiKey: {
            /**
             * @description exists: this account has imported it before, perhaps deleted it since; nothing is changed. refused: code and details say why
             * @enum {unknown}
             */
            status: "imported" | "exists" | "refused";
            /** @description Key id; absent if refused, and for what a dry run would import */
            id?: string;
            /**
             * Format: date-time
             * @description When it expires; with status imported
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on?: string;
            /** @description As in the answer of a failure, such as invalid_request */
            code?: string;
            /** @description What to do about it */
            message?: string;
            /** @description Where the problem is, such as /body/keys/3/hash */
            details?: {
                path: string;
                message: string;
            }[];
        };
        ImportsExports: {
            /** @description Your account key: the public key of your account on the message bus, which is used at a token position */
            account_key: string;
            exports: {
                /** @example ticks */
                name: string;
                /** @example ticks.> */
                subject: string;
                /** @enum {unknown} */
                type: "stream" | "service";
                token_position: number | null;
                /** Format: date-time */
                created_on: string;
                /** @description Null: all accounts */
                allowed_accounts: string[] | null;
                /** @description The number of accounts that import it */
                importers: number;
            }[];
            imports: {
                /** @example ticks */
                name: string;
                /** @example ticks.> */
                subject: string;
                /** @enum {unknown} */
                type: "stream" | "service";
                token_position: number | null;
                /** Format: date-time */
                created_on: string;
                /** @description The subject for your account's clients */
                local_subject: string;
                /** @description Id of the exporting account */
                account: string;
                /** @description Null while the import is broken */
                account_name: string | null;
                /**
                 * @description broken: nothing is received, because that account has no export for yours that covers the subject
                 * @enum {unknown}
                 */
                status: "active" | "broken";
            }[];
        };
        IntrospectTokenRequest: {
            /**
             * @description An API key or an access token; all other tokens are not active
             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
             */
            token: string;
            /** @description RFC 7662, §2.1; ignored, because the token itself says what it is */
            token_type_hint?: string;
            /** @description In a form, instead of the headers (client_secret_post): the id of the API key that asks */
            client_id?: string;
            /** @description In a form: that API key */
            client_secret?: string;
        };
        IntrospectTokensRequest: {
            /** @description At most 100 */
            tokens: string[];
        };
        /** @description The state of the token */
        Introspection: {
            /** @description Whether the token is a live credential of the caller's own account. If not, the answer has nothing else, whatever the reason */
            active: boolean;
            /**
             * @description Scopes, separated by spaces; *:* if there is no limit
             * @example orders:read
             */
            scope?: string;
            /** @description Email address of the user; absent for a key of the account */
            username?: string;
            /** @example Bearer */
            token_type?: string;
            /** @description When it expires, in Unix seconds */
            exp?: number;
            /**
             * @description Id of the user; for a key of the account, the id of its service account
             * @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            sub?: string;
            /** @description The PUBLIC_URL of this gateway */
            iss?: string;
            /** @example 4821907365 */
            account_id?: string;
            /**
             * @description Current role in the account
             * @example developer
             */
            role?: string;
            /**
             * @description interactive: a signed-in user; key: an API key, or a session made from one
             * @enum {unknown}
             */
            kind?: "interactive" | "key";
            /**
             * @description Whether the key belongs to a member or to the account itself
             * @enum {unknown}
             */
            owner?: "member" | "account";
            /** @description Id of the API key, or of the key that the session was made from */
            key_id?: string | null;
            /**
             * @description Whether it is a test key, or a session made from one; a user is live
             * @enum {unknown}
             */
            environment?: "live" | "test";
            /** @description The metadata of the API key; null if there is none */
            metadata?: {
                [key: string]: string | number | boolean;
            } | null;
            /** @description The tags of the API key */
            tags?: string[];
            /** @description The allowed networks: the credential may be used only from these. A service that introspects must compare the IP address of its client with them; GET /verify does this itself */
            allowed_ips?: string[] | null;
            /** @description The rate limit. Introspection does not count towards it; GET /verify does */
            rate_limit?: {
                requests: number;
                per_seconds: number;
            } | null;
            /** @description The quota. Introspection does not count towards it; GET /verify does */
            quota?: {
                requests: number;
                /** @enum {unknown} */
                per: "day" | "week" | "month";
                /** @enum {unknown} */
                resets: "calendar" | "issued";
            } | null;
        };
        IssueApiKeyRequest: {
            /** @description What the key is for, 1–100 characters; several keys may have the same name */
            key_name: string;
            /** @description Days until the key expires; 90 unless the operator has set another default */
            expiry_days?: number;
            /**
             * @description The scopes of the key: resource:action in lower case, "*" for any resource or action. Default: everything that its owner may do
             * @example [
             *       "account:read",
             *       "orders:*"
             *     ]
             */
            scopes?: string[];
            /**
             * @description The allowed networks: IP addresses and networks (CIDR, IPv4 and IPv6) from which the key may be used
             * @example [
             *       "203.0.113.0/24",
             *       "2001:db8::/32"
             *     ]
             */
            allowed_ips?: string[];
            rate_limit?: components["schemas"]["RateLimit"];
            quota?: components["schemas"]["Quota"];
            metadata?: {
                [key: string]: string | number | boolean;
            } | null;
            tags?: string[] | null;
            /**
             * @description test: the key begins with mst-, and GET /verify and introspection say that it is a test key. It cannot be changed later. Default: live; for a key that a test key issues, test
             * @enum {unknown}
             */
            environment?: "live" | "test";
            /**
             * @description account: the key belongs to the account and to no user, and is kept when the member who issued it leaves; for the root user and administrators
             * @default member
             * @enum {unknown}
             */
            owner?: "member" | "account";
            /**
             * @description Role of a key of the account; required for such a key, and only for it
             * @enum {unknown}
             */
            role?: "admin" | "developer" | "monitor" | "billing";
        };
        IssueEmbedTokenRequest: {
            /**
             * Format: email
             * @description The member whose keys are shown; default: the caller, unless there is a key_id
             */
            email?: string;
            /** @description Id of a key of the account: the keys of the service account behind it are shown, such as those of one customer */
            key_id?: string;
            /**
             * @description The origin of the page that embeds the screens, one of GET /accounts/embed-origins. Left out: the token is for the page of the gateway, whose address the answer has
             * @example https://app.example.com
             */
            origin?: string;
            /**
             * @description Whether keys can be issued and changed
             * @default manage
             * @enum {unknown}
             */
            access?: "manage" | "view";
            /**
             * @description Required to manage: the scopes that keys may have which are issued there. `*:*` is whatever their owner may do
             * @example [
             *       "orders:read",
             *       "orders:write"
             *     ]
             */
            key_scopes?: string[];
        };
        IssueRecoveryCodesRequest: {
            /**
             * Format: email
             * @description Email address of the user; default: the caller
             */
            email?: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        IssuedApiKey: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The API key. It is shown only now: the gateway stores only its hash.
             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
             */
            key: string;
            /** @description Creds file for the command line and the message bus. It is secret. GET /accounts/api-creds returns it again for the whole key. Absent if the message bus cannot enforce the limits of the key: scopes that do not cover messaging:connect, or allowed_ips. */
            creds?: string;
            /** @description Null: everything that the owner may do */
            scopes: string[] | null;
            /** @description The allowed networks; null: every IP address */
            allowed_ips: string[] | null;
            /** @description Null: this key has no rate limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Null: this key has no quota of its own */
            quota: components["schemas"]["Quota"] | null;
            /**
             * @description Whether it is a live key or a test key
             * @enum {unknown}
             */
            environment: "live" | "test";
            /**
             * @description What its owner wants services to know of the key; null for nothing
             * @example {
             *       "plan": "pro"
             *     }
             */
            metadata: {
                [key: string]: string | number | boolean;
            } | null;
            /**
             * @description Sorted
             * @example [
             *       "ci"
             *     ]
             */
            tags: string[];
        };
        KeyToImport: {
            /**
             * @description SHA-256 of the whole key in hex, base64 or base64url, with or without padding; with hmac_secret, HMAC-SHA-256
             * @example 0CD2l6RvQBzNEKxaP7iFM6cHuAjmsoSSSBy_uoAi0to
             */
            hash: string;
            /** @description What the key is for, 1–100 characters */
            key_name: string;
            /**
             * @description How the key begins, to be shown in lists; not how a key of this gateway begins
             * @example sk_live_3ZZg
             */
            start?: string;
            /** @description Its last characters, to be shown */
            last_4_characters?: string;
            /** @description How many characters the key has, if that is known. A key with fewer than 20, or with fewer than 14 that are not shown, is refused: it could be guessed */
            length?: number;
            /** @description Days until it expires */
            expiry_days?: number;
            /**
             * Format: date-time
             * @description When it expires. What is more than 365 days away is cut to that, and so is a key without expiry; the answer says what became of it
             * @example 2027-06-30T00:00:00Z
             */
            expires_on?: string;
            /** @description true: it is refused until somebody enables it */
            disabled?: boolean;
            /**
             * @description The scopes of the key. Default: none, so that it may do nothing at the gateway itself, and your services accept it as long as they ask for no scope. `*:*` is everything that its owner may do
             * @example [
             *       "orders:read"
             *     ]
             */
            scopes?: string[];
            /**
             * @description The allowed networks: IP addresses and networks (CIDR, IPv4 and IPv6) from which the key may be used
             * @example [
             *       "203.0.113.0/24",
             *       "2001:db8::/32"
             *     ]
             */
            allowed_ips?: string[];
            rate_limit?: components["schemas"]["RateLimit"];
            quota?: components["schemas"]["Quota"];
            metadata?: {
                [key: string]: string | number | boolean;
            } | null;
            tags?: string[] | null;
            /**
             * @description test: the key begins with mst-, and GET /verify and introspection say that it is a test key. It cannot be changed later. Default: live; for a key that a test key issues, test
             * @enum {unknown}
             */
            environment?: "live" | "test";
        };
        LoginData: {
            account: components["schemas"]["Account"];
            /**
             * Format: email
             * @description Email address of the caller
             */
            user: string;
            /** @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b */
            user_id: string;
            /** @example developer */
            role: string;
            first_name: string;
            last_name: string;
            mfa: {
                passkey_enabled: boolean;
                totp_enabled: boolean;
            };
            /** @example auto */
            theme: string;
            sound: boolean;
            notification_preferences: {
                task_status_changes: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                task_assignments: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                task_mentions: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                task_watcher_updates: {
                    enabled: boolean;
                    channels: {
                        in_app: boolean;
                        email: boolean;
                        push: boolean;
                    };
                };
                /** @enum {unknown} */
                batch_mode: "immediate" | "hourly" | "daily";
                quiet_hours: {
                    enabled: boolean;
                    /**
                     * @description HH:MM
                     * @example 22:00
                     */
                    start: string;
                    /**
                     * @description HH:MM; earlier than the start if the quiet hours include midnight
                     * @example 22:00
                     */
                    end: string;
                    /**
                     * @description IANA time zone
                     * @example Europe/Lisbon
                     */
                    timezone: string;
                };
            };
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
            profile_image?: {
                /** @description File name */
                name: string;
                contentType: string;
                /** @description The public URL of the image; it changes with each upload */
                url: string;
            };
        };
        Member: {
            /**
             * @description Set once the invitation is accepted
             * @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id?: string;
            /** @description Email address; for a pending member, as the inviter typed it */
            email: string;
            /** @example developer */
            role: string;
            is_suspended: boolean;
            /** @description Whether the email address is confirmed; false while the invitation is pending */
            email_confirmed: boolean;
            /** @description For a pending member, as the inviter typed it */
            first_name: string;
            /** @description For a pending member, as the inviter typed it */
            last_name: string;
            /** @description Whether the invitation has not been accepted yet */
            invitation_pending: boolean;
            /**
             * Format: date-time
             * @description When a pending invitation expires and is removed from the list
             */
            invitation_expires_on?: string;
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
        };
        MeshNodes: {
            /** @description The desired placement; null if none was set: then every stream is where its client put it */
            desired: {
                num_nodes: number;
                regions: string[];
            } | null;
            /** @description The last placement that was fully reached */
            applied: {
                num_nodes: number;
                regions: string[];
            } | null;
            /**
             * @description unset: there is no desired placement. stored: this gateway has no NATS server yet. applying: streams are being moved. applied: all streams are in place. failing: something blocks the desired placement; the gateway keeps trying
             * @enum {unknown}
             */
            state: "unset" | "stored" | "applying" | "applied" | "failing";
            /** @description What blocks the placement of all streams */
            reason: string | null;
            /** @description The streams at the time checked_on */
            streams: {
                /** @description Null before the first check */
                total: number | null;
                /** @description Streams that have all their copies in the desired places */
                placed: number | null;
                /** @description At most 20 streams that cannot be placed */
                failing: {
                    name: string;
                    reason: string;
                }[];
            };
            /** @description When the streams were last checked; null before the first check */
            checked_on: string | null;
            /** @description Since when the streams cannot be checked, for the given reason; null while they can be checked */
            unseen_since: string | null;
        };
        MfaInfo: {
            passkey_enabled: boolean;
            totp_enabled: boolean;
        };
        /** @description The password was right; a second factor is needed */
        MfaRequiredResponse: {
            /** @description The challenge token: it identifies this sign-in when the second factor is sent; valid for five minutes */
            token: string;
            passkey_enabled: boolean;
            totp_enabled: boolean;
        };
        NewWebhook: {
            id: string;
            url: string;
            description: string;
            /** @description Null for all */
            events: string[] | null;
            disabled: boolean;
            /** @description Null while it is enabled; by_user; failing: it failed for five days; gone: the receiver answered 410 */
            disabled_reason: string | null;
            /** @description Since when no attempt has succeeded; null if the last one did, or there was none */
            failing_since: string | null;
            /** @description When the receiver, which does not answer, is tried next, and all events that wait with it; null if nothing waits */
            retry_on: string | null;
            /** @description When a delivery last succeeded */
            delivered_on: string | null;
            /** @description Until when the former secret signs, too */
            previous_secret_until: string | null;
            /** Format: date-time */
            created_on: string;
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
            /**
             * @description Verifies deliveries. It is shown only now
             * @example whsec_…
             */
            secret: string;
        };
        OpenEmbedSessionRequest: {
            token: string;
        };
        OperatedAccount: {
            /** @example 4821907365 */
            id: string;
            /** @example acme */
            name: string;
            /** @example ACME */
            display_name: string;
            /** @description Null if the root user of a deleted account has deleted their user */
            root_email: string | null;
            /**
             * @description unconfirmed: the root has not confirmed the email address; suspended: by an operator; closing: a deletion is scheduled; deleted: it can be restored until restorable_until
             * @enum {unknown}
             */
            state: "active" | "unconfirmed" | "suspended" | "closing" | "deleted";
            subscription_plan: string | null;
            /** @enum {unknown} */
            subscription_status: "active" | "pending" | "cancelled";
            /** @description While a payment is late: from when on keys are refused */
            payment_due_by: string | null;
            /** @description Users, also pending and suspended ones */
            members: number;
            /** @description Keys that count against the limit of the account */
            keys: number;
            /** @description The last day on which a key was used */
            last_request_on: string | null;
            /** Format: date-time */
            created_on: string;
            /** @description When the account will be deleted */
            deletion_date: string | null;
            /** @description When it was deleted */
            deleted_on: string | null;
            /** @description Until when a deleted account can be restored */
            restorable_until: string | null;
            /** @description Since when an operator has it suspended */
            suspended_on: string | null;
            /** @description Why it is suspended */
            suspension_reason: string | null;
            /** @description When the streams of a deleted account were purged */
            streams_purged_on: string | null;
        };
        OperatorHealth: {
            /** @description The gateway that answers */
            gateway: {
                /** @description Another one at each start */
                id: string;
                version: string;
                /** @description The version of Node.js */
                node: string;
                uptime_seconds: number;
                /** @description Memory of the process */
                memory_bytes: number;
                /** @description Credentials in the cache */
                cached_credentials: number;
            };
            gateways: {
                /** @description Gateways on this database that have been heard within their lease of two seconds, this one too */
                heard: number;
                /** @description Registrations in the database, oldest first. One that was killed is still there for some seconds; none with SQLite */
                registered: {
                    id: string;
                    /** Format: date-time */
                    since: string;
                    own: boolean;
                }[];
            };
            database: {
                /** @enum {unknown} */
                engine: "sqlite" | "postgres";
                /** @description How long one statement took */
                took_ms: number;
                migrations: {
                    applied: number;
                    newest: string;
                };
            };
            /** @enum {unknown} */
            message_bus: "connected" | "connecting" | "closed" | "not configured";
            mail: {
                /** @enum {unknown} */
                way: "smtp" | "files";
                /** @description Not tried yet */
                waiting: number;
                /** @description Failed, and will be tried again */
                retrying: number;
                /** @description Given up */
                failed: number;
            };
            /**
             * @description Where profile images are stored
             * @enum {unknown}
             */
            images: "s3" | "folder";
            /** @description The disk with DATA_DIR; null if its size cannot be read */
            disk: {
                free_bytes: number;
                total_bytes: number;
            } | null;
            outbox: {
                /** @description Not tried yet */
                waiting: number;
                /** @description Failed, and will be tried again */
                retrying: number;
                /** @description Given up */
                failed: number;
            };
            accounts: {
                live: number;
                /** @description Can still be restored */
                deleted: number;
            };
        };
        OperatorMetrics: {
            /**
             * Format: date-time
             * @description When the first step begins
             */
            from: string;
            /**
             * Format: date-time
             * @description Now
             */
            to: string;
            /** @description How long a step is */
            step_seconds: number;
            /** @description The steps in which a gateway ran, oldest first; the last one is not over */
            points: {
                /**
                 * Format: date-time
                 * @description When the step begins
                 */
                at: string;
                /** @description Requests to operations, and to paths that do not exist; not health checks, pages and files */
                requests: number;
                /** @description Those of them that were answered with a status from 400 to 499 */
                client_errors: number;
                /** @description Those of them that were answered with a status from 500 */
                server_errors: number;
                /** @description Sessions that users began; not the exchange of a key, and not a change of account */
                sign_ins: number;
                /** @description API keys that were issued, by a rotation too; not imported keys */
                issued_keys: number;
                /** @description Within how many milliseconds 99 of 100 requests were answered, estimated from a histogram; 5000 stands for 5 seconds or more; null without requests */
                p99_ms: number | null;
                /** @description The most items that waited for a try or another try; recurring jobs wait all the time */
                outbox_waiting: number;
                /** @description The most items that were given up */
                outbox_failed: number;
            }[];
            /** @description The whole window */
            total: {
                /** @description Requests to operations, and to paths that do not exist; not health checks, pages and files */
                requests: number;
                /** @description Those of them that were answered with a status from 400 to 499 */
                client_errors: number;
                /** @description Those of them that were answered with a status from 500 */
                server_errors: number;
                /** @description Sessions that users began; not the exchange of a key, and not a change of account */
                sign_ins: number;
                /** @description API keys that were issued, by a rotation too; not imported keys */
                issued_keys: number;
                /** @description Within how many milliseconds 99 of 100 requests were answered, estimated from a histogram; 5000 stands for 5 seconds or more; null without requests */
                p99_ms: number | null;
            };
        };
        OutboxItem: {
            /** @example push-claims:4821907365 */
            id: string;
            /** @example push-claims */
            kind: string;
            /** @description What it is about, such as the id of an account; null if the item says so only in its data */
            about: string | null;
            /**
             * @description waiting: not tried yet; retrying: failed, and will be tried again; failed: given up
             * @enum {unknown}
             */
            state: "waiting" | "retrying" | "failed";
            attempts: number;
            /** @description Why it failed last */
            error: string | null;
            /** @description When it is tried next; null if it is given up */
            due_on: string | null;
            /** @description When the gateway gave up */
            failed_on: string | null;
            /** Format: date-time */
            created_on: string;
            /** @description False if what it needs was deleted when the gateway gave up */
            can_be_retried: boolean;
        };
        Passkey: {
            /**
             * @description Credential id, base64url
             * @example cGFzc2tleV9pZF9vZl8xNg
             */
            id: string;
            /** @example Ada’s phone */
            alias: string;
            /** Format: date-time */
            created_on: string;
            last_used_on: string | null;
            transports: string[];
        };
        PasskeyAlias: {
            /**
             * @description Credential id, base64url
             * @example cGFzc2tleV9pZF9vZl8xNg
             */
            id: string;
            /** @example Ada’s phone */
            alias: string;
            /** Format: date-time */
            created_on: string;
        };
        PasskeyCreationOptions: {
            /** @description base64url */
            challenge: string;
            rp: {
                id: string;
                name: string;
            };
            user: {
                id: string;
                name: string;
                displayName: string;
            };
            pubKeyCredParams: {
                alg: number;
                type: string;
            }[];
            /** @description Milliseconds */
            timeout: number;
            attestation: string;
            excludeCredentials: {
                /** @description Credential id, base64url */
                id: string;
                /** @example public-key */
                type: string;
                transports: string[];
            }[];
            authenticatorSelection: {
                residentKey: string;
                requireResidentKey: boolean;
                userVerification: string;
            };
            extensions: {
                credProps: boolean;
            };
            hints: string[];
        };
        PasskeyRequestOptions: {
            /** @description base64url */
            challenge: string;
            /** @description Milliseconds */
            timeout: number;
            /** @example app.example.com */
            rpId: string;
            allowCredentials: {
                /** @description Credential id, base64url */
                id: string;
                /** @example public-key */
                type: string;
                transports: string[];
            }[];
            /** @example preferred */
            userVerification: string;
        };
        Price: {
            /**
             * @description Price id
             * @example price_1Pro
             */
            id: string;
            /**
             * @description Product id
             * @example prod_Pro
             */
            product: string;
            /**
             * @description ISO 4217, in lower case
             * @example eur
             */
            currency: string;
            lookup_key?: string;
            nickname?: string;
            /**
             * @description In the smallest unit of the currency: cents, or whole yen
             * @example 1900
             */
            unit_amount: number;
            /**
             * @description In units of the currency
             * @example 19
             */
            amount: number;
            /**
             * @description How often it is paid: day, week, month or year
             * @example month
             */
            interval: string;
            /**
             * @description Number of intervals between two payments
             * @example 1
             */
            interval_count: number;
            /** @description The metadata that the operator has set at Stripe */
            metadata: {
                [key: string]: string;
            };
        };
        /** @description Stripe's event object */
        ProcessPaymentWebhookRequest: Record<string, never>;
        Product: {
            /**
             * @description Product id
             * @example prod_Pro
             */
            id: string;
            /** @example Pro */
            name: string;
            /**
             * @description A subscription has one plan, and can have addons
             * @enum {unknown}
             */
            kind: "plan" | "addon";
            description?: string;
            marketing_features: {
                name?: string;
            }[];
            price?: components["schemas"]["Price"];
            /** @description The metadata that the operator has set at Stripe */
            metadata: {
                [key: string]: string;
            };
        };
        /**
         * @description How many requests may be sent in each period. Requests of the key, of its sessions and of the keys that it issued count together
         * @example {
         *       "requests": 10000,
         *       "per": "month",
         *       "resets": "calendar"
         *     }
         */
        Quota: {
            requests: number;
            /** @enum {unknown} */
            per: "day" | "week" | "month";
            /**
             * @description When a period begins. calendar: with the day, the week (Monday) or the month, in UTC. issued: periods are counted from the moment at which the key was issued, or the first of the keys that were rotated into it
             * @enum {unknown}
             */
            resets: "calendar" | "issued";
        };
        /**
         * @description How many requests may be sent in each window of `per_seconds` seconds. Requests of the key, of its sessions and of the keys that it issued count together
         * @example {
         *       "requests": 100,
         *       "per_seconds": 60
         *     }
         */
        RateLimit: {
            requests: number;
            per_seconds: number;
        };
        RefreshConsoleSessionRequest: Record<string, never>;
        /** @description A refresh token, by its handle */
        RefreshToken: {
            account_id: string;
            user_id: string;
            /** @description Name of the account */
            account: string;
            /** Format: email */
            email: string;
            role: string;
            /** @description Unix seconds: when it expires if it is not used */
            expiry: number;
            /**
             * @description A handle that can revoke the token, and do nothing else
             * @example auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            token: string;
        };
        RefreshTokenRequest: {
            /** @description The access token of the same session; it may have expired */
            auth_token: string;
            refresh_token: string;
        };
        RemoveAllPasskeysRequest: {
            /**
             * Format: email
             * @description Email address of the user; default: the caller
             */
            email?: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        RemoveEmbedOriginRequest: {
            /**
             * @description Scheme, host, and a port if it is not the usual one; https, or http on localhost
             * @example https://app.example.com
             */
            origin: string;
        };
        RemoveExportRequest: {
            /** @description Name of the export in the account */
            name: string;
        };
        RemoveImportRequest: {
            /** @description Name of the export in the account */
            name: string;
        };
        RemoveOAuthLinkRequest: {
            /**
             * @description The provider's issuer, as in GET /accounts/oauth-links
             * @example https://login.example.com/
             */
            issuer: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        RemovePasskeyRequest: {
            /** @description Id of the passkey, in base64url or base64 */
            id: string;
            /**
             * Format: email
             * @description Email address of the user; default: the caller
             */
            email?: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        RemoveTotpRequest: {
            /**
             * Format: email
             * @description Email address of the user; default: the caller
             */
            email?: string;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        RemoveUserRequest: {
            /**
             * Format: email
             * @description Email address of the member
             * @example jane.smith@example.com
             */
            email: string;
        };
        RenameAccountRequest: {
            /**
             * @description The new name, 1–64 characters; upper and lower case and surrounding spaces do not matter
             * @example new-acme
             */
            new_name: string;
            /**
             * @description Six digits, mailed by GET /accounts/email-code
             * @example 123456
             */
            email_code: string;
        };
        RequestDeviceAuthorizationRequest: {
            /**
             * @description What the program calls itself. The user sees it, and nothing proves it
             * @example quiva
             */
            client_id: string;
            /** @description Refused: `invalid_scope`. Leave it out */
            scope?: string;
        };
        RequestDeviceTokenRequest: {
            /**
             * @description urn:ietf:params:oauth:grant-type:device_code
             * @example urn:ietf:params:oauth:grant-type:device_code
             */
            grant_type: string;
            device_code: string;
            /**
             * @description What the program calls itself. The user sees it, and nothing proves it
             * @example quiva
             */
            client_id: string;
        };
        RequestEmailAddressChangeRequest: {
            /**
             * Format: email
             * @description New email address
             */
            new_email: string;
            /**
             * Format: password
             * @description Current password; required if the user has one
             */
            password?: string;
            /** @description The MFA token; required if a second factor is switched on */
            token?: string;
        };
        RequestResetPasswordRequest: {
            /** Format: email */
            email: string;
        };
        ResendAccountConfirmationRequest: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
        };
        ResendInvitationRequest: {
            /**
             * Format: email
             * @description Email address of the member
             * @example jane.smith@example.com
             */
            email: string;
        };
        ResendWebhookEventRequest: {
            /**
             * @description The id of the webhook
             * @example whk_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @description The id of an event in the audit log */
            event_id: string;
        };
        ResetPasswordRequest: {
            /** @description From the link in the mail. For a signed-in user: the MFA token, if a second factor is switched on */
            token?: string;
            /**
             * Format: email
             * @description With a token: it must be the email address that the mail went to
             */
            email?: string;
            /**
             * Format: password
             * @description The current password, for a signed-in user
             */
            password?: string;
            /**
             * Format: password
             * @description The new password: 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character
             */
            new_password: string;
            /** @description With a token: also deletes the API keys of the user that were issued after their last sign-in from a known place; the mail names them. Keys of the account are kept. This field is an addition to the contract. */
            end_new_keys?: boolean;
        };
        RestoreAccountRequest: {
            /** @description The id of the deleted account */
            id: string;
            /** @description A new name, if another account has the old one now */
            name?: string;
            /**
             * Format: email
             * @description Another member as root, if the root user is root of another account now, or gone
             * @example jane.smith@example.com
             */
            root_email?: string;
        };
        RestoredAccount: {
            name: string;
            /** @description The root user, who gets a mail */
            root_email: string;
            /** @description When its streams were purged; null if they are as they were */
            streams_purged_on: string | null;
        };
        ResumeAccountRequest: {
            /** @description The id of the account */
            id: string;
            /** @description What its administrators are told, in a mail and in the audit log of the account */
            reason: string;
        };
        RetryOutboxItemRequest: {
            /** @description The id of the item */
            id: string;
        };
        /** @description When the change holds everywhere. Absent if the request took nothing away, and in repeated answers */
        Revocation: {
            /** @description True: no gateway and no verifier honours what this request revoked, from this answer on */
            confirmed: boolean;
            /** @description How many gateways, and verifiers of your account, have let go of it */
            holders: number;
            /** @description How long that took after the change was stored, in milliseconds */
            took_ms: number;
            /**
             * Format: date-time
             * @description If it is not confirmed: from then on nobody honours it in any case
             */
            by?: string;
            /** @description With `receipt=true`: all this, signed with the keys of /.well-known/jwks.json, as a JWT of the type `quiva-revocation+jwt` */
            receipt?: string;
        };
        RevokeTokensRequest: {
            /** Format: email */
            email: string;
        };
        Roles: {
            roles: {
                /** @enum {unknown} */
                role: "root" | "admin" | "developer" | "monitor" | "billing";
                /** @description What the role is for, in English */
                text: string;
                /** @description Whether members can be given this role */
                assignable: boolean;
            }[];
            capabilities: {
                /**
                 * @description Stable, for programs
                 * @example members.manage
                 */
                name: string;
                /** @example Members */
                group: string;
                /**
                 * @description In English, without a subject
                 * @example See who the members are
                 */
                text: string;
                /** @description The roles that may do this */
                roles: ("root" | "admin" | "developer" | "monitor" | "billing")[];
                /** @description Whether at least one of the operations is refused to every API key */
                needs_user: boolean;
                /** @description What this is in the API, by operationId */
                operations: string[];
            }[];
        };
        /** @description If id and key are left out, the calling key rotates itself */
        RotateApiKeyRequest: {
            /** @description Key id, from the list of keys */
            id?: string;
            /** @description The whole API key. It is better to send it in the body: URLs are often logged. */
            key?: string;
            /**
             * @description How long the old key still works, at most until its own expiry. 0 deletes it at once if a signed-in user rotates it; if the key rotates itself, it works for at least one hour. At most 30 days; with `retire: "when_silent"` at most 90 days, by default 30, and not 0.
             * @default 86400
             */
            grace_seconds?: number;
            /**
             * @description when_silent: the old key ends already when it, and the keys that it issued, were not used for silent_days; at the latest it ends with its grace period
             * @enum {unknown}
             */
            retire?: "when_silent";
            /**
             * @description Only with `retire: "when_silent"`: after how many days without a use the old key ends
             * @default 7
             */
            silent_days?: number;
            /** @description Days until the new key expires; default: the number of days that the old key was issued for. If a key rotates itself, the new key expires no later than the old one */
            expiry_days?: number;
        };
        RotateWebhookSecretRequest: {
            /**
             * @description The id of the webhook
             * @example whk_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
        };
        RotatedApiKey: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The API key. It is shown only now: the gateway stores only its hash.
             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
             */
            key: string;
            /** @description Creds file for the command line and the message bus. It is secret. GET /accounts/api-creds returns it again for the whole key. Absent if the message bus cannot enforce the limits of the key: scopes that do not cover messaging:connect, or allowed_ips. */
            creds?: string;
            /** @description Null: everything that the owner may do */
            scopes: string[] | null;
            /** @description The allowed networks; null: every IP address */
            allowed_ips: string[] | null;
            /** @description Null: this key has no rate limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Null: this key has no quota of its own */
            quota: components["schemas"]["Quota"] | null;
            /**
             * @description Whether it is a live key or a test key
             * @enum {unknown}
             */
            environment: "live" | "test";
            /**
             * @description What its owner wants services to know of the key; null for nothing
             * @example {
             *       "plan": "pro"
             *     }
             */
            metadata: {
                [key: string]: string | number | boolean;
            } | null;
            /**
             * @description Sorted
             * @example [
             *       "ci"
             *     ]
             */
            tags: string[];
            /** @description Id of the old key */
            replaces: string;
            /**
             * Format: date-time
             * @description When the old key, its creds and the sessions made from it stop working
             * @example 2026-11-23T09:30:00.000Z
             */
            grace_ends_on: string;
            /** @description Ids of the keys that the old key had issued: they stop working with it, and do not pass to the new key */
            also_ending: string[];
            /**
             * @description Present if the request asked for it
             * @enum {unknown}
             */
            retire?: "when_silent";
            /** @description Present with retire */
            silent_days?: number;
        };
        RotatedWebhookSecret: {
            id: string;
            /** @description The new secret. It is shown only now */
            secret: string;
            /**
             * Format: date-time
             * @description Until then the former secret signs, too
             */
            previous_secret_until: string;
        };
        /** @description A session, by its handles */
        Session: {
            account_id: string;
            user_id: string;
            /** @description Name of the account */
            account: string;
            /** Format: email */
            email: string;
            role: string;
            /** @description Unix seconds: when it expires if it is not used */
            expiry: number;
            /**
             * @description A handle that can revoke the token, and do nothing else
             * @example auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            token: string;
            /** @description Handle of its refresh token */
            refresh_token: string;
            ip: string;
            /**
             * @description Browser or program
             * @example Firefox 140
             */
            agent: string;
            /** @example Linux */
            platform: string;
            /** @description The membership is suspended: the session is refused until the suspension ends */
            is_suspended: boolean;
            /**
             * @description Where the IP address is, or unknown
             * @example Lisbon, Portugal
             */
            location: string;
            /**
             * @description Whether a user signed in, the session was made from an API key, or it is on a page of another product
             * @enum {unknown}
             */
            kind: "interactive" | "key" | "embedded";
            /**
             * @description What was proven: password, oauth or passkey, followed by a plus sign and the second factor, if any; or api_key or embedded. After `device:`, what was proven in the session that approved this one
             * @example password+totp
             */
            method: string;
            /** Format: date-time */
            created_on: string;
            /** @description Whether the caller uses this session */
            current: boolean;
        };
        SetEmergencyCreditRequest: {
            /**
             * Format: float
             * @description In currency units, rounded to cents
             * @example 100
             */
            emergency_credit: number;
        };
        SetPasswordRequest: {
            /** @description From the link in the mail */
            token: string;
            /**
             * Format: password
             * @description A new password (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character), or the current password of an existing user
             */
            password: string;
        };
        /** @description Done */
        SharedResponse: {
            message: string;
            /** @description True if the message bus has the change; false if it will have it as soon as it can be reached; null if this gateway has no message bus */
            confirmed: boolean | null;
        };
        StartConsoleSessionRequest: {
            /** Format: email */
            email: string;
            /** Format: password */
            password: string;
            /** @description Name of the account. Default: the account whose root the user is, or else their only account; if there is neither, the answer is `account_required` with the names. */
            account?: string;
        };
        StartConsoleSessionWithOAuthRequest: {
            code: string;
            state: string;
            /** @description As the provider sent it */
            iss?: string;
        };
        StartConsoleSessionWithPasskeyRequest: {
            /** @description The result of navigator.credentials.get, in JSON */
            credential: string | Record<string, never>;
            /** @description Name of the account. Default: the account whose root the user is, or else their only account. */
            account?: string;
            /** @description The challenge token, from the answer to the first factor */
            token?: string;
            /** @description If sent, it must be the email address with which the sign-in began */
            email?: string;
        };
        StartConsoleSessionWithRecoveryCodeRequest: {
            /** @description The challenge token, from the answer to the first factor */
            token: string;
            /** @example ABCD-1234 */
            code: string;
            /** @description Name of the account; needed if the user is the root of none and a member of several, and the first factor named none */
            account?: string;
        };
        StartConsoleSessionWithTotpRequest: {
            /** @description The challenge token, from the answer to the first factor */
            token: string;
            /**
             * @description Six digits from the authenticator app
             * @example 123456
             */
            code: string;
            /**
             * Format: email
             * @description If sent, it must be the email address of the user who is signing in
             */
            email?: string;
            /** @description Name of the account; needed if the user is the root of none and a member of several, and the first factor named none */
            account?: string;
        };
        SubmitContactFormRequest: {
            /**
             * Format: email
             * @description A support address of this gateway, or the email address of a member of the account
             */
            to_email: string;
            /** @description The subject of the message */
            subject: string;
            /** @description The message, in plain text */
            message: string;
            /** @description The place in the application where it was written */
            location?: string;
            /** @description Phone number */
            phone_number?: string;
            /**
             * @description How the caller wants to be contacted; `emai` means `email`
             * @enum {unknown}
             */
            preferred_contact_method?: "email" | "emai" | "phone";
        };
        /** @description Stripe's subscription object, with its schedule; a second phase in the schedule is a planned change */
        Subscription: {
            /**
             * @description Subscription id
             * @example sub_1Acme
             */
            id: string;
            /** @example active */
            status: string;
            /** @description Whether it was cancelled and ends with its period */
            cancel_at_period_end: boolean;
            cancel_at: number | null;
            items: {
                data: ({
                    /**
                     * @description Subscription item id
                     * @example si_1Pro
                     */
                    id: string;
                    /** @description The end of the paid period, in Unix seconds */
                    current_period_end: number;
                } & {
                    [key: string]: unknown;
                })[];
            } & {
                [key: string]: unknown;
            };
        } & {
            [key: string]: unknown;
        };
        SubscriptionItem: {
            /**
             * @description Subscription item id
             * @example si_1Pro
             */
            id: string;
            /** @example 1 */
            quantity: number;
            price: components["schemas"]["Price"];
        };
        SubscriptionItems: {
            /** @description Whether Stripe has a payment method to charge */
            has_default_payment_method: boolean;
            items: components["schemas"]["SubscriptionItem"][];
        };
        /** @description Done */
        SuccessResponse: {
            message: string;
        };
        /** @description Done */
        SuccessResponseWithRevocation: {
            message: string;
            revocation?: components["schemas"]["Revocation"];
        };
        SuspendAccountRequest: {
            /** @description The id of the account */
            id: string;
            /** @description What its administrators are told, in a mail and in the audit log of the account */
            reason: string;
        };
        SuspendUserRequest: {
            /**
             * Format: email
             * @description Email address of the member
             * @example jane.smith@example.com
             */
            email: string;
            /** @description True suspends the member, false ends the suspension */
            suspend: boolean;
        };
        SwitchConsoleAccountRequest: {
            /** @description Name of the account */
            account: string;
        };
        TestWebhookRequest: {
            /**
             * @description The id of the webhook
             * @example whk_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
        };
        TopUpApiKeyQuotaRequest: {
            /** @description Key id, from the list of keys */
            id: string;
            /** @description How many units to add */
            add: number;
        };
        ToppedUpQuota: {
            /** @description Id of the key */
            id: string;
            quota: components["schemas"]["Quota"];
            /** @description How many units were added in this period, in all */
            topped_up: number;
            /** @description How many units were used in this period, up to a second ago */
            used: number;
            /** @description How many units are left */
            remaining: number;
            /**
             * Format: date-time
             * @description When the next period begins, without what was added
             * @example 2026-11-23T09:30:00.000Z
             */
            refills_on: string;
        };
        /** @description A field that is left out does not change; an empty text clears a field. */
        UpdateAccountRequest: {
            /** @description Country */
            country?: string;
            /** @description Company */
            company_name?: string;
            /** @description Postal address */
            address?: string;
            /** @description Website */
            website?: string;
            /** @description Phone number */
            phone_number?: string;
            /**
             * @description Free storage for a user interface: at most 16 KiB of JSON, and at most 1000 fields and items in one request. It is merged field by field; null removes a field.
             * @example {
             *       "tour": "done"
             *     }
             */
            onboarding_progress?: {
                [key: string]: unknown;
            };
            /** @description Region */
            region?: string;
            /** @description Provider */
            provider?: string;
            /** @description Whether quiva.ai Cloud is switched on */
            cloud?: boolean;
            /** @description Whether quiva.ai Hub is switched on */
            hub?: boolean;
        };
        UpdateApiKeyRequest: {
            /** @description Key id, from the list of keys */
            id?: string;
            /** @description The whole API key. It is better to send it in the body: URLs are often logged. */
            key?: string;
            /**
             * Format: email
             * @description Email address of the owner of the key; default: any owner whose keys the caller may delete
             */
            email?: string;
            /** @description A new name, 1–100 characters */
            key_name?: string;
            scopes?: string[] | null;
            allowed_ips?: string[] | null;
            rate_limit?: components["schemas"]["RateLimit"] | null;
            quota?: components["schemas"]["Quota"] | null;
            metadata?: {
                [key: string]: string | number | boolean;
            } | null;
            tags?: string[] | null;
            /** @description true: the key, its sessions, its creds and the keys that it issued are refused until somebody enables it (false) */
            disabled?: boolean;
            /** @description Extends the key: days from now until it expires, no earlier than now set and no later than the key that issued it. Its creds were signed for the time that it had: GET /accounts/api-creds returns new ones */
            expiry_days?: number;
            /**
             * Format: date-time
             * @description The same as a time, at most 365 days from now, cut to whole seconds
             * @example 2026-12-31T00:00:00Z
             */
            expires_on?: string;
        };
        UpdateMeshNodesRequest: {
            /**
             * @description Number of nodes that keep a copy of each stream: 1, 3 or 5, an odd number so that they can vote
             * @enum {unknown}
             */
            num_nodes: 1 | 3 | 5;
            /**
             * @description Regions of the nodes, at most as many as nodes
             * @example [
             *       "eu"
             *     ]
             */
            regions: string[];
        };
        UpdateMfaSettingsRequest: {
            /** @description Whether sign-ins ask for the authenticator app */
            totp_enabled?: boolean;
            /** @description Whether sign-ins ask for a passkey */
            passkey_enabled?: boolean;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
        };
        UpdateRoleRequest: {
            /**
             * Format: email
             * @description Email address of the member
             * @example jane.smith@example.com
             */
            email: string;
            /**
             * @description Role in this account
             * @example developer
             * @enum {unknown}
             */
            role: "admin" | "developer" | "monitor" | "billing";
        };
        UpdateSubscriptionRequest: {
            items: {
                /**
                 * @description Id of the item to change; if it is left out, `price` is added
                 * @example si_1Pro
                 */
                id?: string;
                /** @description 0 removes the item */
                quantity: number;
                /**
                 * @description Price to change the item to, or to add
                 * @example price_1Team
                 */
                price?: string;
            }[];
        };
        UpdateUserRequest: {
            /**
             * Format: email
             * @description Email address of the member to update; default: the caller
             * @example jane.smith@example.com
             */
            email?: string;
            /** @description First name, up to 100 characters */
            first_name?: string;
            /** @description Last name, up to 100 characters */
            last_name?: string;
            sound?: boolean;
            /**
             * @description light, dark or auto
             * @example dark
             */
            theme?: string;
            /** @description Whether sign-ins ask for the authenticator app */
            totp_enabled?: boolean;
            /** @description Whether sign-ins ask for a passkey */
            passkey_enabled?: boolean;
            /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
            mfa_token?: string;
            /** @description Notification settings; a field that is left out does not change */
            notification_preferences?: {
                task_status_changes?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                task_assignments?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                task_mentions?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                task_watcher_updates?: {
                    enabled?: boolean;
                    channels?: {
                        in_app?: boolean;
                        email?: boolean;
                        push?: boolean;
                    };
                };
                /** @enum {unknown} */
                batch_mode?: "immediate" | "hourly" | "daily";
                quiet_hours?: {
                    enabled?: boolean;
                    /**
                     * @description HH:MM
                     * @example 22:00
                     */
                    start?: string;
                    /**
                     * @description HH:MM
                     * @example 22:00
                     */
                    end?: string;
                    /**
                     * @description IANA time zone
                     * @example Europe/Lisbon
                     */
                    timezone?: string;
                };
            };
        };
        UpdateWebhookRequest: {
            /**
             * @description The id of the webhook
             * @example whk_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /**
             * @description Where events are delivered: https, without a user name, password or fragment, not a private address
             * @example https://example.com/quiva-events
             */
            url?: string;
            /** @description For yourself */
            description?: string;
            /** @description The actions of the audit log that are delivered; null, the default, for all */
            events?: ("account.requested" | "account.created" | "account.activated" | "account.creation_refused" | "account.removed_unconfirmed" | "account.updated" | "account.emergency_credit_set" | "account.renamed" | "account.deletion_scheduled" | "account.deletion_cancelled" | "account.deleted" | "account.restored" | "account.suspended" | "account.resumed" | "account.streams_purged" | "account.erased" | "contact_form.submitted" | "email.confirmed" | "email.confirmation_resent" | "email.change_requested" | "email.change_approved" | "email.changed" | "session.started" | "session.factor_required" | "session.refused" | "session.locked_out" | "request.refused" | "session.refreshed" | "session.ended" | "session.refresh_reused" | "session.refresh_revoked" | "device_sign_in.approved" | "device_sign_in.denied" | "embed_origin.added" | "embed_origin.removed" | "embed_token.issued" | "embed_token.refused" | "password.reset_requested" | "password.changed" | "password.dropped" | "email_code.sent" | "oauth.linked" | "oauth.unlinked" | "member.invited" | "member.invitation_resent" | "member.invitation_expired" | "member.invitation_ended" | "member.accepted" | "member.role_changed" | "member.suspended" | "member.resumed" | "member.removed" | "totp.registered" | "totp.removed" | "passkey.registered" | "passkey.removed" | "mfa.settings_changed" | "recovery_codes.issued" | "recovery_codes.viewed" | "recovery_code.used" | "user.deleted" | "user.updated" | "user.removed" | "profile_image.set" | "profile_image.deleted" | "api_key.issued" | "api_key.imported" | "api_key.updated" | "api_key.disabled" | "api_key.enabled" | "api_key.quota_topped_up" | "api_key.rotated" | "api_key.deleted" | "api_key.used_after_deletion" | "api_key.used_while_disabled" | "api_key.leaked" | "api_key.expired" | "api_key.creds_read" | "revocation.confirmed" | "audit.exported" | "export.added" | "export.removed" | "import.added" | "import.removed" | "mesh.changed" | "payment.customer_created" | "payment.checkout_started" | "payment.portal_opened" | "payment.failed" | "payment.late" | "payment.overdue" | "payment.settled" | "subscription.started" | "subscription.updated" | "subscription.cancelled" | "subscription.changed" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.switched_off" | "webhook.tested" | "webhook.event_resent" | "operator.work_retried" | "operator.work_discarded")[] | null;
            /** @description Nothing is delivered to a disabled webhook */
            disabled?: boolean;
        };
        UpdatedAccount: {
            /**
             * @description Ten digits
             * @example 4821907365
             */
            id?: string;
            /**
             * @description Normalised name, which members type when they sign in
             * @example acme
             */
            name?: string;
            /**
             * @description The name as it was typed
             * @example ACME
             */
            display_name?: string;
            /**
             * Format: email
             * @description Email address of the root user
             */
            root_email?: string;
            /** @enum {unknown} */
            subscription_status?: "active" | "pending" | "cancelled";
            /** @example free */
            subscription_plan?: string;
            /**
             * Format: float
             * @description Monthly limit for buying additional resources
             */
            emergency_credit?: number;
            country?: string;
            company_name?: string;
            address?: string;
            website?: string;
            phone_number?: string;
            scheduled_for_deletion?: boolean;
            /**
             * Format: date-time
             * @description Set only while a deletion is scheduled
             */
            deletion_date?: string;
            /**
             * Format: date-time
             * @description Set only while a payment is late: from then on, the API keys of the account are refused
             */
            payment_due_by?: string;
            region?: string;
            provider?: string;
            bstier?: number;
            cloud?: boolean;
            hub?: boolean;
            /**
             * @description Free storage for a user interface: at most 16 KiB of JSON, and at most 1000 fields and items in one request. It is merged field by field; null removes a field.
             * @example {
             *       "tour": "done"
             *     }
             */
            onboarding_progress?: {
                [key: string]: unknown;
            };
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
        };
        UpdatedApiKey: {
            /**
             * @description Identifies the key in lists, in logs and in DELETE /accounts/api-key
             * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
             */
            id: string;
            /** @example ci */
            name: string;
            /**
             * Format: date-time
             * @description When the key was issued
             * @example 2026-11-23T09:30:00.000Z
             */
            created_on: string;
            /**
             * Format: date-time
             * @description When the key and its creds expire
             * @example 2026-11-23T09:30:00.000Z
             */
            expires_on: string;
            /**
             * @description The last four characters, a checksum of the others. Of an imported key as the import has said; empty if it has not
             * @example 7d4a
             */
            last_4_characters: string;
            /**
             * @description How an imported key begins, as the import has said; empty if it has not. Null for a key that this gateway has made
             * @example sk_live_3ZZg
             */
            start: string | null;
            /** @description Accurate to ten seconds, or to 50 with thousands of keys in use; null until the key is used */
            last_used_on: string | null;
            /**
             * @description In lists: the IPv4 address, or the /64 network of the IPv6 address, of the latest use that has one; null if there is none within 90 days
             * @example 192.0.2.7
             */
            last_used_from?: string | null;
            /**
             * @description Name of the account
             * @example acme
             */
            account: string;
            /** @description Id of the key that issued this one, whose limits also apply to it; null if a user issued it */
            issued_by: string | null;
            /** @description Null: everything that the owner may do */
            scopes: string[] | null;
            /** @description The allowed networks; null: every IP address */
            allowed_ips: string[] | null;
            /** @description Null: this key has no rate limit of its own */
            rate_limit: components["schemas"]["RateLimit"] | null;
            /** @description Null: this key has no quota of its own */
            quota: components["schemas"]["Quota"] | null;
            /**
             * @description Whether it is a live key or a test key
             * @enum {unknown}
             */
            environment: "live" | "test";
            /**
             * @description What its owner wants services to know of the key; null for nothing
             * @example {
             *       "plan": "pro"
             *     }
             */
            metadata: {
                [key: string]: string | number | boolean;
            } | null;
            /**
             * @description Sorted
             * @example [
             *       "ci"
             *     ]
             */
            tags: string[];
            /** @description Whether the key is refused until somebody enables it, with its sessions and the keys that it issued */
            disabled: boolean;
            /**
             * @description Whether the key belongs to a member or to the account itself
             * @enum {unknown}
             */
            owner: "member" | "account";
            /**
             * @description Role of a key of the account
             * @example developer
             */
            role?: string;
            /** @description With owner=all, of a key of a member: the email address of the member */
            email?: string;
            /** @description Id of the key that this key replaces */
            replaces: string | null;
            /** @description Id of the new key that replaces this one: the key was rotated, and expires_on is the end of its grace period */
            replaced_by: string | null;
            /** @description when_silent: the key was rotated, and ends already after silent_days without a use; null: it ends at expires_on */
            retire: "when_silent" | null;
            /** @description After how many days without a use the key ends */
            silent_days: number | null;
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
            /** @description Present if, after the change, the key or a key that it issued may no longer have creds: whether the message bus has confirmed the revocation of the creds, as in DELETE /accounts/api-key */
            creds_revoked?: boolean | null;
        };
        UploadProfileImageRequest: {
            /**
             * @description File name
             * @example ada.png
             */
            file_name: string;
            /**
             * Format: byte
             * @description The image or a part of it, in base64. An image has at most 10 MiB and 40 megapixels
             */
            file: string;
            /**
             * @description The type of the image: one of image/png, image/jpeg, image/gif, image/webp
             * @example image/png
             */
            content_type: string;
            /** @description Whether `file` is a part; chunk_index and total_chunks are then required */
            is_chunk?: boolean;
            /** @description The number of this part, counted from 0 */
            chunk_index?: number;
            /** @description The number of parts */
            total_chunks?: number;
            /** @description Your own choice, the same for each part: it distinguishes two uploads with the same file name, type and number of parts */
            upload_id?: string;
        };
        UserCodeRequest: {
            /**
             * @description As the device shows it; case, spaces and dashes do not matter
             * @example WDJB-MJHT
             */
            user_code: string;
        };
        ValidateTokenRequest: {
            token: string;
        };
        Webhook: {
            id: string;
            url: string;
            description: string;
            /** @description Null for all */
            events: string[] | null;
            disabled: boolean;
            /** @description Null while it is enabled; by_user; failing: it failed for five days; gone: the receiver answered 410 */
            disabled_reason: string | null;
            /** @description Since when no attempt has succeeded; null if the last one did, or there was none */
            failing_since: string | null;
            /** @description When the receiver, which does not answer, is tried next, and all events that wait with it; null if nothing waits */
            retry_on: string | null;
            /** @description When a delivery last succeeded */
            delivered_on: string | null;
            /** @description Until when the former secret signs, too */
            previous_secret_until: string | null;
            /** Format: date-time */
            created_on: string;
            /**
             * @description Differs after each change of what can be changed here. Send it as `If-Match: "…"` with a change, which is then refused with 412 if somebody else was quicker
             * @example mPz0hYwJ1rS4uX7b
             */
            version: string;
        };
        WebhookDelivery: {
            /** @example whd_01kc9f3m8e7q1v5t2x4y6z8a0b */
            id: string;
            /** @description As the header webhook-id said */
            event_id: string;
            /** @example api_key.issued */
            action: string;
            /** @enum {unknown} */
            purpose: "event" | "test" | "resend";
            /** @description 1 for the first */
            attempt: number;
            /** Format: date-time */
            attempted_on: string;
            duration_ms: number;
            /** @description True if the receiver answered with a status from 200 to 299 */
            delivered: boolean;
            /** @description Status of the answer; null if there was none */
            status: number | null;
            /** @description Null if it was delivered; refused: another status; redirect; timeout; address_not_allowed: the host has no public address, or none at all; connection_failed; tls_failed */
            error: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type Account = components['schemas']['Account'];
export type AccountInfo = components['schemas']['AccountInfo'];
export type AccountOverview = components['schemas']['AccountOverview'];
export type AddEmbedOriginRequest = components['schemas']['AddEmbedOriginRequest'];
export type AddExportRequest = components['schemas']['AddExportRequest'];
export type AddImportRequest = components['schemas']['AddImportRequest'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeyImpact = components['schemas']['ApiKeyImpact'];
export type ApiKeyUsage = components['schemas']['ApiKeyUsage'];
export type AuditEvent = components['schemas']['AuditEvent'];
export type AuthResponse = components['schemas']['AuthResponse'];
export type AuthWithApiKeyRequest = components['schemas']['AuthWithApiKeyRequest'];
export type AuthWithPasswordRequest = components['schemas']['AuthWithPasswordRequest'];
export type AuthWithRecoveryCodeRequest = components['schemas']['AuthWithRecoveryCodeRequest'];
export type AuthWithTotpRequest = components['schemas']['AuthWithTotpRequest'];
export type BeginAuthWithPasskeyRequest = components['schemas']['BeginAuthWithPasskeyRequest'];
export type BeginConsoleSessionWithPasskeyRequest = components['schemas']['BeginConsoleSessionWithPasskeyRequest'];
export type BeginPasskeyRegistrationRequest = components['schemas']['BeginPasskeyRegistrationRequest'];
export type ChangeEmailAddressActionRequest = components['schemas']['ChangeEmailAddressActionRequest'];
export type CompleteAuthWithPasskeyRequest = components['schemas']['CompleteAuthWithPasskeyRequest'];
export type CompletePasskeyRegistrationRequest = components['schemas']['CompletePasskeyRegistrationRequest'];
export type ConfirmEmailRequest = components['schemas']['ConfirmEmailRequest'];
export type ConfirmTotpRegistrationRequest = components['schemas']['ConfirmTotpRegistrationRequest'];
export type ConsoleConfig = components['schemas']['ConsoleConfig'];
export type ConsoleSession = components['schemas']['ConsoleSession'];
export type CreateAccountRequest = components['schemas']['CreateAccountRequest'];
export type CreateUserRequest = components['schemas']['CreateUserRequest'];
export type CreateWebhookRequest = components['schemas']['CreateWebhookRequest'];
export type DeleteAccountRequest = components['schemas']['DeleteAccountRequest'];
export type DeleteApiKeyRequest = components['schemas']['DeleteApiKeyRequest'];
export type DeleteWebhookRequest = components['schemas']['DeleteWebhookRequest'];
export type DeletedApiKey = components['schemas']['DeletedApiKey'];
export type DeviceAuthorization = components['schemas']['DeviceAuthorization'];
export type DeviceSignIn = components['schemas']['DeviceSignIn'];
export type DeviceTokens = components['schemas']['DeviceTokens'];
export type DiscardOutboxItemRequest = components['schemas']['DiscardOutboxItemRequest'];
export type EmbedOrigin = components['schemas']['EmbedOrigin'];
export type EmbedSession = components['schemas']['EmbedSession'];
export type EmbedToken = components['schemas']['EmbedToken'];
export type Error = components['schemas']['Error'];
export type GenerateTotpKeyRequest = components['schemas']['GenerateTotpKeyRequest'];
export type GetCheckoutUrlRequest = components['schemas']['GetCheckoutUrlRequest'];
export type Holder = components['schemas']['Holder'];
export type ImportApiKeysRequest = components['schemas']['ImportApiKeysRequest'];
export type ImportedApiKey = components['schemas']['ImportedApiKey'];
export type ImportsExports = components['schemas']['ImportsExports'];
export type IntrospectTokenRequest = components['schemas']['IntrospectTokenRequest'];
export type IntrospectTokensRequest = components['schemas']['IntrospectTokensRequest'];
export type Introspection = components['schemas']['Introspection'];
export type IssueApiKeyRequest = components['schemas']['IssueApiKeyRequest'];
export type IssueEmbedTokenRequest = components['schemas']['IssueEmbedTokenRequest'];
export type IssueRecoveryCodesRequest = components['schemas']['IssueRecoveryCodesRequest'];
export type IssuedApiKey = components['schemas']['IssuedApiKey'];
export type KeyToImport = components['schemas']['KeyToImport'];
export type LoginData = components['schemas']['LoginData'];
export type Member = components['schemas']['Member'];
export type MeshNodes = components['schemas']['MeshNodes'];
export type MfaInfo = components['schemas']['MfaInfo'];
export type MfaRequiredResponse = components['schemas']['MfaRequiredResponse'];
export type NewWebhook = components['schemas']['NewWebhook'];
export type OpenEmbedSessionRequest = components['schemas']['OpenEmbedSessionRequest'];
export type OperatedAccount = components['schemas']['OperatedAccount'];
export type OperatorHealth = components['schemas']['OperatorHealth'];
export type OperatorMetrics = components['schemas']['OperatorMetrics'];
export type OutboxItem = components['schemas']['OutboxItem'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyAlias = components['schemas']['PasskeyAlias'];
export type PasskeyCreationOptions = components['schemas']['PasskeyCreationOptions'];
export type PasskeyRequestOptions = components['schemas']['PasskeyRequestOptions'];
export type Price = components['schemas']['Price'];
export type ProcessPaymentWebhookRequest = components['schemas']['ProcessPaymentWebhookRequest'];
export type Product = components['schemas']['Product'];
export type Quota = components['schemas']['Quota'];
export type RateLimit = components['schemas']['RateLimit'];
export type RefreshConsoleSessionRequest = components['schemas']['RefreshConsoleSessionRequest'];
export type RefreshToken = components['schemas']['RefreshToken'];
export type RefreshTokenRequest = components['schemas']['RefreshTokenRequest'];
export type RemoveAllPasskeysRequest = components['schemas']['RemoveAllPasskeysRequest'];
export type RemoveEmbedOriginRequest = components['schemas']['RemoveEmbedOriginRequest'];
export type RemoveExportRequest = components['schemas']['RemoveExportRequest'];
export type RemoveImportRequest = components['schemas']['RemoveImportRequest'];
export type RemoveOAuthLinkRequest = components['schemas']['RemoveOAuthLinkRequest'];
export type RemovePasskeyRequest = components['schemas']['RemovePasskeyRequest'];
export type RemoveTotpRequest = components['schemas']['RemoveTotpRequest'];
export type RemoveUserRequest = components['schemas']['RemoveUserRequest'];
export type RenameAccountRequest = components['schemas']['RenameAccountRequest'];
export type RequestDeviceAuthorizationRequest = components['schemas']['RequestDeviceAuthorizationRequest'];
export type RequestDeviceTokenRequest = components['schemas']['RequestDeviceTokenRequest'];
export type RequestEmailAddressChangeRequest = components['schemas']['RequestEmailAddressChangeRequest'];
export type RequestResetPasswordRequest = components['schemas']['RequestResetPasswordRequest'];
export type ResendAccountConfirmationRequest = components['schemas']['ResendAccountConfirmationRequest'];
export type ResendInvitationRequest = components['schemas']['ResendInvitationRequest'];
export type ResendWebhookEventRequest = components['schemas']['ResendWebhookEventRequest'];
export type ResetPasswordRequest = components['schemas']['ResetPasswordRequest'];
export type RestoreAccountRequest = components['schemas']['RestoreAccountRequest'];
export type RestoredAccount = components['schemas']['RestoredAccount'];
export type ResumeAccountRequest = components['schemas']['ResumeAccountRequest'];
export type RetryOutboxItemRequest = components['schemas']['RetryOutboxItemRequest'];
export type Revocation = components['schemas']['Revocation'];
export type RevokeTokensRequest = components['schemas']['RevokeTokensRequest'];
export type Roles = components['schemas']['Roles'];
export type RotateApiKeyRequest = components['schemas']['RotateApiKeyRequest'];
export type RotateWebhookSecretRequest = components['schemas']['RotateWebhookSecretRequest'];
export type RotatedApiKey = components['schemas']['RotatedApiKey'];
export type RotatedWebhookSecret = components['schemas']['RotatedWebhookSecret'];
export type Session = components['schemas']['Session'];
export type SetEmergencyCreditRequest = components['schemas']['SetEmergencyCreditRequest'];
export type SetPasswordRequest = components['schemas']['SetPasswordRequest'];
export type SharedResponse = components['schemas']['SharedResponse'];
export type StartConsoleSessionRequest = components['schemas']['StartConsoleSessionRequest'];
export type StartConsoleSessionWithOAuthRequest = components['schemas']['StartConsoleSessionWithOAuthRequest'];
export type StartConsoleSessionWithPasskeyRequest = components['schemas']['StartConsoleSessionWithPasskeyRequest'];
export type StartConsoleSessionWithRecoveryCodeRequest = components['schemas']['StartConsoleSessionWithRecoveryCodeRequest'];
export type StartConsoleSessionWithTotpRequest = components['schemas']['StartConsoleSessionWithTotpRequest'];
export type SubmitContactFormRequest = components['schemas']['SubmitContactFormRequest'];
export type Subscription = components['schemas']['Subscription'];
export type SubscriptionItem = components['schemas']['SubscriptionItem'];
export type SubscriptionItems = components['schemas']['SubscriptionItems'];
export type SuccessResponse = components['schemas']['SuccessResponse'];
export type SuccessResponseWithRevocation = components['schemas']['SuccessResponseWithRevocation'];
export type SuspendAccountRequest = components['schemas']['SuspendAccountRequest'];
export type SuspendUserRequest = components['schemas']['SuspendUserRequest'];
export type SwitchConsoleAccountRequest = components['schemas']['SwitchConsoleAccountRequest'];
export type TestWebhookRequest = components['schemas']['TestWebhookRequest'];
export type TopUpApiKeyQuotaRequest = components['schemas']['TopUpApiKeyQuotaRequest'];
export type ToppedUpQuota = components['schemas']['ToppedUpQuota'];
export type UpdateAccountRequest = components['schemas']['UpdateAccountRequest'];
export type UpdateApiKeyRequest = components['schemas']['UpdateApiKeyRequest'];
export type UpdateMeshNodesRequest = components['schemas']['UpdateMeshNodesRequest'];
export type UpdateMfaSettingsRequest = components['schemas']['UpdateMfaSettingsRequest'];
export type UpdateRoleRequest = components['schemas']['UpdateRoleRequest'];
export type UpdateSubscriptionRequest = components['schemas']['UpdateSubscriptionRequest'];
export type UpdateUserRequest = components['schemas']['UpdateUserRequest'];
export type UpdateWebhookRequest = components['schemas']['UpdateWebhookRequest'];
export type UpdatedAccount = components['schemas']['UpdatedAccount'];
export type UpdatedApiKey = components['schemas']['UpdatedApiKey'];
export type UploadProfileImageRequest = components['schemas']['UploadProfileImageRequest'];
export type UserCodeRequest = components['schemas']['UserCodeRequest'];
export type ValidateTokenRequest = components['schemas']['ValidateTokenRequest'];
export type Webhook = components['schemas']['Webhook'];
export type WebhookDelivery = components['schemas']['WebhookDelivery'];
export type $defs = Record<string, never>;
export interface operations {
    createAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "acme",
                 *       "root_email": "ada@example.com",
                 *       "password": "correct-Horse7",
                 *       "company_name": "ACME Corporation"
                 *     }
                 */
                "application/json": components["schemas"]["CreateAccountRequest"];
            };
        };
        responses: {
            /** @description The account was created */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description False until the root user has confirmed the email address */
                            email_confirmed: boolean;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes
                 * @example "mPz0hYwJ1rS4uX7b"
                 */
                "if-match"?: string;
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description A field that is left out does not change; an empty text clears a field. */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "country": "US",
                 *       "company_name": "ACME Corporation Updated",
                 *       "cloud": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateAccountRequest"];
            };
        };
        responses: {
            /** @description The account after the change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UpdatedAccount"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What the request changes is not what `If-Match` names: somebody has changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteAccountRequest"];
            };
        };
        responses: {
            /** @description The account is deleted, or its deletion is scheduled */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            message: string;
                            /** Format: date-time */
                            deletion_date: string;
                            /** @description If the account is deleted at once: true if the message bus has confirmed that nobody has access any more; false if it will confirm this as soon as it can be reached; null if this gateway has no message bus */
                            creds_revoked?: boolean | null;
                        };
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeAllPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RemoveAllPasskeysRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApiCreds: {
        parameters: {
            query: {
                /**
                 * @description The whole API key
                 * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
                 */
                key: string;
                /** @description Labels of the blocks: those of quiva.ai, or those that every NATS client knows */
                format?: "quiva" | "nats";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The text of the creds file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: string;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    issueApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A random text, such as a UUID, new for each request. If the same caller repeats the same request with it within ten minutes, the answer is the same, with the secret, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IssueApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key and its creds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["IssuedApiKey"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A payment of the account is overdue */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteApiKey: {
        parameters: {
            query?: {
                /** @description Key id, from the list of keys */
                id?: string;
                /** @description The whole API key. It is better to send it in the body: URLs are often logged. */
                key?: string;
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description The same as the query, for values that should not be in a URL */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": components["schemas"]["DeleteApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key is deleted */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeletedApiKey"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateApiKey: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes
                 * @example "mPz0hYwJ1rS4uX7b"
                 */
                "if-match"?: string;
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key after the change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["UpdatedApiKey"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What the request changes is not what `If-Match` names: somebody has changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApiKeyImpact: {
        parameters: {
            query?: {
                /** @description Key id; a key may leave it out to ask about itself */
                id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What depends on the key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyImpact"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    topUpApiKeyQuota: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description A random text, such as a UUID, new for each request. If the same caller repeats the same request with it within ten minutes, the answer is the same, with the secret, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b",
                 *       "add": 500
                 *     }
                 */
                "application/json": components["schemas"]["TopUpApiKeyQuotaRequest"];
            };
        };
        responses: {
            /** @description The quota after it */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ToppedUpQuota"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description A random text, such as a UUID, new for each request. If the same caller repeats the same request with it within ten minutes, the answer is the same, with the secret, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description If id and key are left out, the calling key rotates itself */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b",
                 *       "grace_seconds": 3600
                 *     }
                 */
                "application/json": components["schemas"]["RotateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The new key and its creds */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RotatedApiKey"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A payment of the account is overdue */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The Idempotency-Key was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getApiKeyUsage: {
        parameters: {
            query?: {
                /** @description Key id; a key may leave it out to ask about itself */
                id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The uses of the key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKeyUsage"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    viewApiKeys: {
        parameters: {
            query?: {
                /** @description Email address of the owner of the keys; default: the caller */
                email?: string;
                /** @description account: the keys of the account, which belong to no user. all: the keys of all members and of the account, always in pages (of 100 without `limit`) */
                owner?: "member" | "account" | "all";
                /** @description The most rows on a page; without it the answer has all rows and no next_cursor */
                limit?: number;
                /** @description The next_cursor of the previous page, together with limit and with the same order and filters as there */
                cursor?: string;
                /** @description Only keys whose name contains this text (A–Z like a–z), whose id begins with it, or whose last four characters it is */
                search?: string;
                /** @description The order of the rows; - in front is descending. Default: created_on */
                sort?: "name" | "-name" | "created_on" | "-created_on" | "last_used_on" | "-last_used_on" | "expires_on" | "-expires_on";
                /** @description Only keys in this state. replaced: the key was rotated and is in its grace period. Of the others: active: used at least once; unused: never used; silent: not used for 90 days; expiring: expires within seven days, used or not. A disabled key is only in the state disabled, and in replaced if it was rotated */
                state?: "active" | "expiring" | "unused" | "silent" | "replaced" | "disabled";
                /** @description Only keys of this environment */
                environment?: "live" | "test";
                /**
                 * @description Only keys that name this scope among their scopes. Keys without scopes, and wildcards that cover it, are not meant
                 * @example orders:read
                 */
                scope?: string;
                /** @description Only keys that have this tag */
                tag?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        /** @description Only if the request has a limit: send it as cursor for the next page; null on the last page */
                        next_cursor?: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    importApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "keys": [
                 *         {
                 *           "hash": "0CD2l6RvQBzNEKxaP7iFM6cHuAjmsoSSSBy_uoAi0to",
                 *           "key_name": "acme corp",
                 *           "start": "sk_live_3ZZg",
                 *           "scopes": [
                 *             "orders:read"
                 *           ],
                 *           "metadata": {
                 *             "plan": "pro"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ImportApiKeysRequest"];
            };
        };
        responses: {
            /** @description What became of each key */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            dry_run: boolean;
                            /** @description How many keys were imported; in a dry run, how many would be */
                            imported: number;
                            /** @description How many were there already */
                            existing: number;
                            refused: number;
                            /** @description One answer for each key, in the order of the request */
                            keys: components["schemas"]["ImportedApiKey"][];
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A payment of the account is overdue */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description Only events whose id, target, X-Request-Id or IP address begins with this text, or whose action, User-Agent or details contain it (A–Z like a–z) */
                search?: string;
                /**
                 * @description Who did it: the id of a user, or the email address of a member
                 * @example ada@example.com
                 */
                person?: string;
                /** @description What was done */
                action?: "account.requested" | "account.created" | "account.activated" | "account.creation_refused" | "account.removed_unconfirmed" | "account.updated" | "account.emergency_credit_set" | "account.renamed" | "account.deletion_scheduled" | "account.deletion_cancelled" | "account.deleted" | "account.restored" | "account.suspended" | "account.resumed" | "account.streams_purged" | "account.erased" | "contact_form.submitted" | "email.confirmed" | "email.confirmation_resent" | "email.change_requested" | "email.change_approved" | "email.changed" | "session.started" | "session.factor_required" | "session.refused" | "session.locked_out" | "request.refused" | "session.refreshed" | "session.ended" | "session.refresh_reused" | "session.refresh_revoked" | "device_sign_in.approved" | "device_sign_in.denied" | "embed_origin.added" | "embed_origin.removed" | "embed_token.issued" | "embed_token.refused" | "password.reset_requested" | "password.changed" | "password.dropped" | "email_code.sent" | "oauth.linked" | "oauth.unlinked" | "member.invited" | "member.invitation_resent" | "member.invitation_expired" | "member.invitation_ended" | "member.accepted" | "member.role_changed" | "member.suspended" | "member.resumed" | "member.removed" | "totp.registered" | "totp.removed" | "passkey.registered" | "passkey.removed" | "mfa.settings_changed" | "recovery_codes.issued" | "recovery_codes.viewed" | "recovery_code.used" | "user.deleted" | "user.updated" | "user.removed" | "profile_image.set" | "profile_image.deleted" | "api_key.issued" | "api_key.imported" | "api_key.updated" | "api_key.disabled" | "api_key.enabled" | "api_key.quota_topped_up" | "api_key.rotated" | "api_key.deleted" | "api_key.used_after_deletion" | "api_key.used_while_disabled" | "api_key.leaked" | "api_key.expired" | "api_key.creds_read" | "revocation.confirmed" | "audit.exported" | "export.added" | "export.removed" | "import.added" | "import.removed" | "mesh.changed" | "payment.customer_created" | "payment.checkout_started" | "payment.portal_opened" | "payment.failed" | "payment.late" | "payment.overdue" | "payment.settled" | "subscription.started" | "subscription.updated" | "subscription.cancelled" | "subscription.changed" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.switched_off" | "webhook.tested" | "webhook.event_resent" | "operator.work_retried" | "operator.work_discarded";
                /**
                 * @description What it was done to: the id of a user, session, key or account
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                target?: string;
                /**
                 * @description With what it was done: the id of a key or session
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                credential?: string;
                /** @description Only events at or after this time */
                from?: string;
                /** @description Only events before this time */
                to?: string;
                /** @description The next_cursor of the previous page, together with limit and with the same order and filters as there */
                cursor?: string;
                /** @description The order of the rows; - in front is descending. Default: -occurred_on */
                sort?: "occurred_on" | "-occurred_on";
                /** @description Number of events on a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuditEvent"][];
                        /** @description Null on the last page */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    exportAuditEvents: {
        parameters: {
            query?: {
                /** @description Only events whose id, target, X-Request-Id or IP address begins with this text, or whose action, User-Agent or details contain it (A–Z like a–z) */
                search?: string;
                /**
                 * @description Who did it: the id of a user, or the email address of a member
                 * @example ada@example.com
                 */
                person?: string;
                /** @description What was done */
                action?: "account.requested" | "account.created" | "account.activated" | "account.creation_refused" | "account.removed_unconfirmed" | "account.updated" | "account.emergency_credit_set" | "account.renamed" | "account.deletion_scheduled" | "account.deletion_cancelled" | "account.deleted" | "account.restored" | "account.suspended" | "account.resumed" | "account.streams_purged" | "account.erased" | "contact_form.submitted" | "email.confirmed" | "email.confirmation_resent" | "email.change_requested" | "email.change_approved" | "email.changed" | "session.started" | "session.factor_required" | "session.refused" | "session.locked_out" | "request.refused" | "session.refreshed" | "session.ended" | "session.refresh_reused" | "session.refresh_revoked" | "device_sign_in.approved" | "device_sign_in.denied" | "embed_origin.added" | "embed_origin.removed" | "embed_token.issued" | "embed_token.refused" | "password.reset_requested" | "password.changed" | "password.dropped" | "email_code.sent" | "oauth.linked" | "oauth.unlinked" | "member.invited" | "member.invitation_resent" | "member.invitation_expired" | "member.invitation_ended" | "member.accepted" | "member.role_changed" | "member.suspended" | "member.resumed" | "member.removed" | "totp.registered" | "totp.removed" | "passkey.registered" | "passkey.removed" | "mfa.settings_changed" | "recovery_codes.issued" | "recovery_codes.viewed" | "recovery_code.used" | "user.deleted" | "user.updated" | "user.removed" | "profile_image.set" | "profile_image.deleted" | "api_key.issued" | "api_key.imported" | "api_key.updated" | "api_key.disabled" | "api_key.enabled" | "api_key.quota_topped_up" | "api_key.rotated" | "api_key.deleted" | "api_key.used_after_deletion" | "api_key.used_while_disabled" | "api_key.leaked" | "api_key.expired" | "api_key.creds_read" | "revocation.confirmed" | "audit.exported" | "export.added" | "export.removed" | "import.added" | "import.removed" | "mesh.changed" | "payment.customer_created" | "payment.checkout_started" | "payment.portal_opened" | "payment.failed" | "payment.late" | "payment.overdue" | "payment.settled" | "subscription.started" | "subscription.updated" | "subscription.cancelled" | "subscription.changed" | "webhook.created" | "webhook.updated" | "webhook.deleted" | "webhook.secret_rotated" | "webhook.switched_off" | "webhook.tested" | "webhook.event_resent" | "operator.work_retried" | "operator.work_discarded";
                /**
                 * @description What it was done to: the id of a user, session, key or account
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                target?: string;
                /**
                 * @description With what it was done: the id of a key or session
                 * @example key_01kc9f3m8e7q1v5t2x4y6z8a0b
                 */
                credential?: string;
                /** @description Only events at or after this time */
                from?: string;
                /** @description Only events before this time */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, one on each line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeAuthToken: {
        parameters: {
            query: {
                /** @description A handle from GET /accounts/session-tokens, or the token itself. It is better to send the handle: URLs are often logged. */
                token: string;
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithApiKey: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthWithApiKeyRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A payment of the account is overdue */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithPassword: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct-Horse7",
                 *       "account": "acme"
                 *     }
                 */
                "application/json": components["schemas"]["AuthWithPasswordRequest"];
            };
        };
        responses: {
            /** @description Signed in, or a second factor is needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"] | components["schemas"]["MfaRequiredResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithRecoveryCode: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthWithRecoveryCodeRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    authWithTotp: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AuthWithTotpRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginAuthWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginAuthWithPasskeyRequest"];
            };
        };
        responses: {
            /** @description PublicKeyCredentialRequestOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PasskeyRequestOptions"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginPasskeyRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["BeginPasskeyRegistrationRequest"];
            };
        };
        responses: {
            /** @description PublicKeyCredentialCreationOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PasskeyCreationOptions"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancelAccountDeletion: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    changeEmailAddressAction: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeEmailAddressActionRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    completeAuthWithPasskey: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompleteAuthWithPasskeyRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    completePasskeyRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CompletePasskeyRegistrationRequest"];
            };
        };
        responses: {
            /** @description The passkey is registered */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            passkey: components["schemas"]["PasskeyAlias"];
                            /** @description The recovery codes: ten if they are new. Each can replace the second factor once */
                            recovery_codes: string[];
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirmEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "12345-67890"
                 *     }
                 */
                "application/json": components["schemas"]["ConfirmEmailRequest"];
            };
        };
        responses: {
            /** @description The email address is confirmed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            account: string;
                            /** Format: email */
                            email: string;
                            account_id: string;
                            user_id: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirmTotpRegistration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmTotpRegistrationRequest"];
            };
        };
        responses: {
            /** @description The authenticator app is switched on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description The recovery codes: ten if they are new. Each can replace the second factor once */
                            recovery_codes: string[];
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getEmailCode: {
        parameters: {
            query?: {
                /** @description The operation for which the code will be used */
                purpose?: "renameAccount" | "deleteAccount" | "deleteUser";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listEmbedOrigins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The origins, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmbedOrigin"][];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addEmbedOrigin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "origin": "https://app.example.com"
                 *     }
                 */
                "application/json": components["schemas"]["AddEmbedOriginRequest"];
            };
        };
        responses: {
            /** @description The origins, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmbedOrigin"][];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeEmbedOrigin: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "origin": "https://app.example.com"
                 *     }
                 */
                "application/json": components["schemas"]["RemoveEmbedOriginRequest"];
            };
        };
        responses: {
            /** @description The origins, oldest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmbedOrigin"][];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    issueEmbedToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["IssueEmbedTokenRequest"];
            };
        };
        responses: {
            /** @description The token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmbedToken"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddExportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeExport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "ticks"
                 *     }
                 */
                "application/json": components["schemas"]["RemoveExportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    generateTotpKey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["GenerateTotpKeyRequest"];
            };
        };
        responses: {
            /** @description The secret, shown only once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description The content of the QR code
                             * @example otpauth://totp/quiva.ai:ada@example.com?secret=JBSWY3DPEHPK3PXP&issuer=quiva.ai
                             */
                            otpauth_url: string;
                            /**
                             * @description In base32
                             * @example JBSWY3DPEHPK3PXP
                             */
                            secret: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listHolders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The verifiers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Holder"][];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    addImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddImportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeImport: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "ticks"
                 *     }
                 */
                "application/json": components["schemas"]["RemoveImportRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharedResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listImportsExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Imports and exports */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ImportsExports"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountInfo"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAccountsByUser: {
        parameters: {
            query?: {
                details?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account ids; with details, ids and names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: string[] | {
                            /** @example 4821907365 */
                            id: string;
                            /**
                             * @description Normalised name, which members type when they sign in
                             * @example acme
                             */
                            name: string;
                            /**
                             * @description The name as it was typed
                             * @example ACME
                             */
                            display_name: string;
                        }[];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getMeshNodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mesh nodes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MeshNodes"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMeshNodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "num_nodes": 3,
                 *       "regions": [
                 *         "eu"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMeshNodesRequest"];
            };
        };
        responses: {
            /** @description The desired placement is stored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateMfaSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "totp_enabled": true,
                 *       "passkey_enabled": false
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMfaSettingsRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeOAuthLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveOAuthLinkRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listOAuthLinks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description The provider's issuer, as in GET /accounts/oauth-links
                             * @example https://login.example.com/
                             */
                            issuer: string;
                            /**
                             * @description The provider's host, to show to users
                             * @example login.example.com
                             */
                            provider: string;
                            /** Format: date-time */
                            linked_on: string;
                        }[];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    handleOAuthCallback: {
        parameters: {
            query: {
                code: string;
                state: string;
                /** @description As the provider sent it */
                iss?: string;
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed in, or a second factor is needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"] | components["schemas"]["MfaRequiredResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the gateway, or of a server that it depends on */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOAuthLoginUrl: {
        parameters: {
            query: {
                /** @description Name of the account to sign in to */
                account: string;
                /** @description The sign-in method at the provider, as Auth0 names it */
                connection?: string;
            };
            header: {
                /**
                 * @description The page that calls, which must have an origin in APP_ORIGINS; the browser returns to that origin
                 * @example https://app.example.com/
                 */
                referer: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The URL for the browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** Format: uri */
                            oauth_url: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the gateway, or of a server that it depends on */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getAccountOverview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The overview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AccountOverview"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removePasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemovePasskeyRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listPasskeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The passkeys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Passkey"][];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getCheckoutUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "base_subscription": "price_1Pro",
                 *       "addons": [
                 *         {
                 *           "id": "price_1Seats",
                 *           "type": "addon",
                 *           "quantity": 2
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["GetCheckoutUrlRequest"];
            };
        };
        responses: {
            /** @description The URL for the browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        data: string;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getDashboardUrl: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The URL for the browser */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uri */
                        data: string;
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createFreeSubscription: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getPrices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The prices */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Price"][];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getProducts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The products */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Product"][];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSubscription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancelSubscription: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The subscription, which ends with its period */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateSubscription: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "id": "si_1Pro",
                 *           "price": "price_1Team",
                 *           "quantity": 1
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UpdateSubscriptionRequest"];
            };
        };
        responses: {
            /** @description The subscription after the change, or with the planned change in its schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Subscription"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSubscriptionItems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["SubscriptionItems"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    processPaymentWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Stripe's event object */
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProcessPaymentWebhookRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    uploadProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UploadProfileImageRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteProfileImage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    viewRecoveryCodes: {
        parameters: {
            query?: {
                /** @description Email address of the user; default: the caller */
                email?: string;
                /** @description The MFA token, if a second factor of the caller is switched on: the challenge token of a sign-in that the caller completed at most five minutes ago. Not needed in a session that began with a second factor at most ten minutes ago. */
                mfa_token?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The codes; an empty list if there are none */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The recovery codes: ten if they are new. Each can replace the second factor once */
                        data: string[];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    issueRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["IssueRecoveryCodesRequest"];
            };
        };
        responses: {
            /** @description The codes */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description The recovery codes: ten if they are new. Each can replace the second factor once */
                        data: string[];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refreshToken: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshTokenRequest"];
            };
        };
        responses: {
            /** @description The new pair of tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["AuthResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A payment of the account is overdue */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeRefreshToken: {
        parameters: {
            query: {
                /** @description A handle from GET /accounts/session-tokens, or the token itself. It is better to send the handle: URLs are often logged. */
                token: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeUser: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RemoveUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description True if the message bus has confirmed the change for the member's creds; false if it will confirm it as soon as it can be reached; null if there was nothing to confirm, or this gateway has no message bus */
                        creds_updated: boolean | null;
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    renameAccount: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameAccountRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    requestEmailAddressChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestEmailAddressChangeRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    requestResetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestResetPasswordRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendAccountConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendAccountConfirmationRequest"];
            };
        };
        responses: {
            /** @description The same answer for every email address */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            message: string;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResendInvitationRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetPasswordRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateRole: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes
                 * @example "mPz0hYwJ1rS4uX7b"
                 */
                "if-match"?: string;
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRoleRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description True if the message bus has confirmed the change for the member's creds; false if it will confirm it as soon as it can be reached; null if there was nothing to confirm, or this gateway has no message bus */
                        creds_updated: boolean | null;
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What the request changes is not what `If-Match` names: somebody has changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The roles */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Roles"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getSessionTokens: {
        parameters: {
            query?: {
                /** @description The most rows on a page; without it the answer has all rows and no next_cursor */
                limit?: number;
                /** @description The next_cursor of the previous page, together with limit and with the same order and filters as there */
                cursor?: string;
                /** @description Only sessions whose IP address begins with this text, or whose User-Agent, location or account name contains it (A–Z like a–z) */
                search?: string;
                /** @description The order of the rows; - in front is descending. Default: -created_on */
                sort?: "created_on" | "-created_on";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            auth: components["schemas"]["Session"][];
                            refresh: components["schemas"]["RefreshToken"][];
                        };
                        /** @description Only if the request has a limit: send it as cursor for the next page; null on the last page */
                        next_cursor?: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setEmergencyCredit: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetEmergencyCreditRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    setPassword: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetPasswordRequest"];
            };
        };
        responses: {
            /** @description The membership is active */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            account_id: string;
                            user_id: string;
                            account: string;
                            /** Format: email */
                            email: string;
                        };
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    submitContactForm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to_email": "support@example.com",
                 *       "subject": "Billing question",
                 *       "message": "I have a question about my billing cycle.",
                 *       "location": "Account settings"
                 *     }
                 */
                "application/json": components["schemas"]["SubmitContactFormRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    suspendUser: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes
                 * @example "mPz0hYwJ1rS4uX7b"
                 */
                "if-match"?: string;
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SuspendUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        message: string;
                        /** @description True if the message bus has confirmed the change for the member's creds; false if it will confirm it as soon as it can be reached; null if there was nothing to confirm, or this gateway has no message bus */
                        creds_updated: boolean | null;
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What the request changes is not what `If-Match` names: somebody has changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    validateToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ValidateTokenRequest"];
            };
        };
        responses: {
            /** @description True if the token is valid */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: boolean;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    revokeTokens: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevokeTokensRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    removeTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RemoveTotpRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: {
                /** @description Six digits, mailed by GET /accounts/email-code */
                email_code?: string;
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes
                 * @example "mPz0hYwJ1rS4uX7b"
                 */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "first_name": "John",
                 *       "last_name": "Smith",
                 *       "theme": "dark",
                 *       "sound": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What the request changes is not what `If-Match` names: somebody has changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUserLoginData: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The caller */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["LoginData"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getUserMfaInfo: {
        parameters: {
            query?: {
                /** @description Email address of the user; default: the caller */
                email?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The factors */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MfaInfo"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "first_name": "Jane",
                 *       "last_name": "Smith",
                 *       "email": "jane.smith@example.com",
                 *       "role": "developer"
                 *     }
                 */
                "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listUsersByAccount: {
        parameters: {
            query?: {
                /** @description The most rows on a page; without it the answer has all rows and no next_cursor */
                limit?: number;
                /** @description The next_cursor of the previous page, together with limit and with the same order and filters as there */
                cursor?: string;
                /** @description Only members whose email address or name contains this text (A–Z like a–z) */
                search?: string;
                /** @description The order of the rows; - in front is descending. Default: email */
                sort?: "email" | "-email" | "name" | "-name" | "role" | "-role";
                /** @description Only members with this role */
                role?: "root" | "admin" | "developer" | "monitor" | "billing";
                /** @description active: accepted and not suspended; pending: not accepted yet. A pending member may be suspended, too */
                state?: "active" | "suspended" | "pending";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The members */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Member"][];
                        /** @description Only if the request has a limit: send it as cursor for the next page; null on the last page */
                        next_cursor?: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhooks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"][];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://example.com/quiva-events",
                 *       "events": [
                 *         "api_key.issued",
                 *         "api_key.deleted"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateWebhookRequest"];
            };
        };
        responses: {
            /** @description The new webhook and its secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["NewWebhook"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "whk_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": components["schemas"]["DeleteWebhookRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    updateWebhook: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The `version` that you have seen, in quotes. If what the request names has changed since, the answer is 412, and nothing changes
                 * @example "mPz0hYwJ1rS4uX7b"
                 */
                "if-match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "whk_01kc9f3m8e7q1v5t2x4y6z8a0b",
                 *       "disabled": true
                 *     }
                 */
                "application/json": components["schemas"]["UpdateWebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Webhook"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description What the request changes is not what `If-Match` names: somebody has changed it */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query: {
                /** @description The id of the webhook */
                id: string;
                /** @description Only attempts that were delivered, or that failed */
                outcome?: "delivered" | "failed";
                /** @description The `next_cursor` of the previous page */
                cursor?: string;
                /** @description Number of deliveries on a page */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The deliveries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"][];
                        /** @description Null on the last page */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resendWebhookEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "whk_01kc9f3m8e7q1v5t2x4y6z8a0b",
                 *       "event_id": "evt_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": components["schemas"]["ResendWebhookEventRequest"];
            };
        };
        responses: {
            /** @description What became of the delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "whk_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": components["schemas"]["RotateWebhookSecretRequest"];
            };
        };
        responses: {
            /** @description The new secret */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RotatedWebhookSecret"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    testWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "whk_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": components["schemas"]["TestWebhookRequest"];
            };
        };
        responses: {
            /** @description What became of the delivery */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookDelivery"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getConsoleConfig: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same for everybody */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleConfig"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startConsoleSession: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct-Horse7",
                 *       "account": "acme"
                 *     }
                 */
                "application/json": components["schemas"]["StartConsoleSessionRequest"];
            };
        };
        responses: {
            /** @description Signed in, or a second factor is needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"] | components["schemas"]["MfaRequiredResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    endConsoleSession: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponseWithRevocation"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    switchConsoleAccount: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SwitchConsoleAccountRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    beginConsoleSessionWithPasskey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["BeginConsoleSessionWithPasskeyRequest"];
            };
        };
        responses: {
            /** @description PublicKeyCredentialRequestOptionsJSON */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["PasskeyRequestOptions"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startConsoleSessionWithOAuth: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartConsoleSessionWithOAuthRequest"];
            };
        };
        responses: {
            /** @description Signed in, or a second factor is needed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"] | components["schemas"]["MfaRequiredResponse"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A fault of the gateway, or of a server that it depends on */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startConsoleSessionWithPasskey: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartConsoleSessionWithPasskeyRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startConsoleSessionWithRecoveryCode: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartConsoleSessionWithRecoveryCodeRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refreshConsoleSession: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["RefreshConsoleSessionRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    startConsoleSessionWithTotp: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartConsoleSessionWithTotpRequest"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ConsoleSession"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    approveDeviceSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCodeRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    requestDeviceAuthorization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestDeviceAuthorizationRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["RequestDeviceAuthorizationRequest"];
            };
        };
        responses: {
            /** @description The device shows the user where to approve it, and asks for its tokens */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceAuthorization"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    denyDeviceSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCodeRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    findDeviceSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserCodeRequest"];
            };
        };
        responses: {
            /** @description The device */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeviceSignIn"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    requestDeviceToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestDeviceTokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["RequestDeviceTokenRequest"];
            };
        };
        responses: {
            /** @description The device is signed in */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceTokens"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    openEmbedSession: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OpenEmbedSessionRequest"];
            };
        };
        responses: {
            /** @description The session */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["EmbedSession"];
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectTokenRequest"];
                "application/x-www-form-urlencoded": components["schemas"]["IntrospectTokenRequest"];
            };
        };
        responses: {
            /** @description The state of the token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Introspection"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    introspectTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectTokensRequest"];
            };
        };
        responses: {
            /** @description One answer for each token, in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Introspection"][];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listAllAccounts: {
        parameters: {
            query?: {
                /** @description The most rows on a page; without it the answer has all rows and no next_cursor */
                limit?: number;
                /** @description The next_cursor of the previous page, together with limit and with the same order and filters as there */
                cursor?: string;
                /** @description Only accounts whose name, or whose root’s email address, contains this text (A–Z like a–z), or whose id begins with it */
                search?: string;
                /** @description The order of the rows; - in front is descending. Default: name */
                sort?: "name" | "-name" | "created_on" | "-created_on";
                /** @description Only this account, also if it is deleted */
                id?: string;
                /** @description Only accounts in this state */
                state?: "active" | "unconfirmed" | "suspended" | "closing" | "deleted";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OperatedAccount"][];
                        /** @description Only if the request has a limit: send it as cursor for the next page; null on the last page */
                        next_cursor?: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    restoreAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "4821907365"
                 *     }
                 */
                "application/json": components["schemas"]["RestoreAccountRequest"];
            };
        };
        responses: {
            /** @description The account is restored */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["RestoredAccount"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resumeAccount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "4821907365",
                 *       "reason": "Keys of this account were used for an attack."
                 *     }
                 */
                "application/json": components["schemas"]["ResumeAccountRequest"];
            };
        };
        responses: {
            /** @description The account works again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            message: string;
                            /** @description True: the message bus has confirmed the change; false: it will as soon as it can be reached; null: this gateway has no message bus */
                            bus_confirmed: boolean | null;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    suspendAccount: {
        parameters: {
            query?: {
                /** @description Whether the answer should have a signed receipt */
                receipt?: boolean;
            };
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "4821907365",
                 *       "reason": "Keys of this account were used for an attack."
                 *     }
                 */
                "application/json": components["schemas"]["SuspendAccountRequest"];
            };
        };
        responses: {
            /** @description The account is suspended */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            message: string;
                            /** @description True: the message bus has confirmed the change; false: it will as soon as it can be reached; null: this gateway has no message bus */
                            bus_confirmed: boolean | null;
                        };
                        revocation?: components["schemas"]["Revocation"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOperatorHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The health */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OperatorHealth"];
                    };
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    getOperatorMetrics: {
        parameters: {
            query: {
                /** @description How far to look back; month: 30 days */
                window: "hour" | "day" | "month";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OperatorMetrics"];
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    listOutboxItems: {
        parameters: {
            query?: {
                /** @description The most rows on a page; without it the answer has all rows and no next_cursor */
                limit?: number;
                /** @description The next_cursor of the previous page, together with limit and with the same order and filters as there */
                cursor?: string;
                /** @description Only items in this state */
                state?: "waiting" | "retrying" | "failed";
                /** @description Only items of this kind */
                kind?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The items */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["OutboxItem"][];
                        kinds: {
                            kind: string;
                            waiting: number;
                            retrying: number;
                            failed: number;
                            /** @description When the first of those that are not given up is due */
                            due_on: string | null;
                        }[];
                        /** @description Only if the request has a limit: send it as cursor for the next page; null on the last page */
                        next_cursor?: string | null;
                    };
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    discardOutboxItem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "push-claims:4821907365"
                 *     }
                 */
                "application/json": components["schemas"]["DiscardOutboxItemRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retryOutboxItem: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "push-claims:4821907365"
                 *     }
                 */
                "application/json": components["schemas"]["RetryOutboxItemRequest"];
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuccessResponse"];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The request conflicts with the current state; `code` says why */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reportLeakedKeys: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description RFC 7240: `wait=0` answers without waiting for other holders, `wait=n` after at most n seconds (30 at most)
                 * @example wait=0
                 */
                prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A text that looks like an API key of this gateway */
                    token: string;
                    /** @description The type under which the pattern is registered with GitHub */
                    type: string;
                    /** @description The URL where it was found; can be empty */
                    url?: string;
                    /**
                     * @example content
                     * @example commit
                     */
                    source?: string;
                }[];
            };
        };
        responses: {
            /** @description Which of them are keys of this gateway */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token_raw: string;
                        token_type: string;
                        /**
                         * @description Whether it is, or was, a key of this gateway
                         * @enum {unknown}
                         */
                        label: "true_positive" | "false_positive";
                    }[];
                };
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    openVerifier: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Connected: from here on, frames of the protocol */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The operation is a WebSocket, and the request is no handshake for it */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not configured on this gateway, or not available at the moment */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    verifyCredential: {
        parameters: {
            query?: {
                /**
                 * @description Id of the account whose service asks. Required, unless the operator of the gateway has set VERIFY_ANY_ACCOUNT: then credentials of every account are accepted without it
                 * @example 4821907365
                 */
                account?: string;
                /**
                 * @description Scopes, separated by spaces; a key with scopes must have all of them
                 * @example orders:read
                 */
                scope?: string;
                /**
                 * @description How many units the request uses of the quota of the key, 0 to 1000; default 1. With 0 it uses nothing, and only asks whether something is left
                 * @example 5
                 */
                cost?: string;
                /**
                 * @description Name of the service behind the proxy. The answer then has a JWT for it in X-Quiva-Jwt. Every user can get such a JWT about themselves, so the service must also check account_id and scope in it
                 * @example https://orders.example.com
                 */
                audience?: string;
                /** @description Refuses credentials of the other environment: live refuses test keys, test refuses live keys and signed-in users */
                environment?: "live" | "test";
                /**
                 * @description Names of metadata, separated by commas. The answer then has X-Quiva-Metadata
                 * @example plan,region
                 */
                metadata?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential is valid for what was asked; the headers say whose it is */
            200: {
                headers: {
                    /** @description Id of the account */
                    "X-Quiva-Account"?: string;
                    /** @description Id of the user; for a key of the account, the id of its service account */
                    "X-Quiva-User"?: string;
                    /** @description Role of the user in the account */
                    "X-Quiva-Role"?: string;
                    /** @description Id of the API key; absent for a signed-in user */
                    "X-Quiva-Key-Id"?: string;
                    /** @description Scopes, separated by spaces; *:* if there is no limit */
                    "X-Quiva-Scopes"?: string;
                    /** @description live or test; a signed-in user is live */
                    "X-Quiva-Environment"?: string;
                    /** @description The requested metadata of the API key that is there, as name=value joined by &, percent-encoded; none if there is none. Only if metadata was requested */
                    "X-Quiva-Metadata"?: string;
                    /** @description For a key with a rate limit ("key") or a quota ("quota"): how much in which time (draft-ietf-httpapi-ratelimit-headers) */
                    "RateLimit-Policy"?: string;
                    /** @description For the same: how much is left, and for how many seconds */
                    RateLimit?: string;
                    /** @description The same data, signed, for the requested audience; valid for 60 seconds */
                    "X-Quiva-Jwt"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be carried out; `code` says why */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description There is no valid credential */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description A payment of the account is overdue */
            402: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is valid, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; `retry_after` and the header Retry-After say how many seconds to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
