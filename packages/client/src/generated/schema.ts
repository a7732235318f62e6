// Generated from packages/client/openapi.json by npm run generate: do not edit.

export interface paths {
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
         * @description Creates an account and, if nobody has the address yet, its root user, and mails a link and a code to confirm the address. A person who is known already proves their current password; then the account can be used at once. The answer never tells whether an address is known.
         */
        post: operations["createAccount"];
        delete?: never;
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
         * @description The creds file of one's own live key, for whoever has the whole key: without it nobody can open them. A call that is made with the key itself, in either header, may leave it out of the query.
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
         * @description Issues a key for the API and creds for the command line and the message bus, so that programs get in without an interactive sign-in. The key has the rights of its owner, at the time of each use, less what takes a person. Both are shown once. Scopes, addresses and a rate narrow it further. A key that issues a key lends it no more life and no more rights than it has, now or later, and takes it with it.
         */
        post: operations["issueApiKey"];
        /**
         * Delete API key
         * @description Deletes a key, given by id or in full, in the query or the body: it is refused from the answer on, everywhere, its creds and the sessions made from it too, and the keys that it issued. Cannot be undone. Root and administrators also delete keys of other members.
         */
        delete: operations["deleteApiKey"];
        options?: never;
        head?: never;
        /**
         * Update API key
         * @description Changes the name and the limits of a live key, given by id or in full: what is left out stays as it is, null takes a limit away. The change holds from the answer on, everywhere, for the sessions made from the key and the keys that it issued too. A key with limits changes only itself and the keys that it issued, and to no more than it has. Root and administrators also change keys of other members.
         */
        patch: operations["updateApiKey"];
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
         * @description The live keys of the caller in this account, oldest first; root and administrators also see those of other members. Never the keys themselves.
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
         * End a session
         * @description Ends one of the caller's own sessions, its refresh token too. Ending the session that calls is a sign-out.
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
         * @description Exchanges an API key for a session, which has the rights and limits of the key and ends with it. Not needed for calling the API: the key itself is accepted everywhere.
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
         * @description Signs a person in to one account. If a second factor is on, answers with the token of a challenge instead of the two tokens. Five wrong passwords close the way for 15 minutes.
         */
        post: operations["authWithPassword"];
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
         * @description Confirms an address with the token or the code of the mail, and opens the account. Either works once and for 48 hours. No tokens are returned: sign in next.
         */
        post: operations["confirmEmail"];
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
         * @description Mails a six-digit code to the caller, for changes that cannot be undone. It lives 15 minutes, allows five tries, and replaces an earlier one.
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
    "/accounts/info": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get account information
         * @description The account that the credential belongs to. Nothing in it is secret.
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
         * @description Ids of the accounts that the caller can sign in to.
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
    "/accounts/oauth/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OAuth callback handler
         * @description Completes an OAuth sign-in, once, in the browser that began it. A browser that arrives here from the provider is redirected (302) to the origin that asked, with `code`, `state` and `iss` as they came, or with `error`; the page there calls this operation with them, with credentials, and gets the tokens or the MFA challenge as JSON. No redirect carries a token.
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
         * @description Where to send the browser to sign in through the OpenID provider. Call it from a page of APP_ORIGINS with credentials: the cookie that it sets binds the sign-in to this browser for ten minutes. An unknown account is refused only at the callback.
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
         * @description Exchanges a refresh token for a new pair; the old access token ends. The same request again within seconds gets the same pair. Using an old refresh token later ends the session and mails its owner.
         */
        post: operations["refreshToken"];
        /**
         * Revoke a refresh token
         * @description Lets one of the caller's own sessions run out: its access token works until it expires, and cannot be renewed.
         */
        delete: operations["revokeRefreshToken"];
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
         * @description Mails a link for choosing a new password, if somebody with a password and a confirmed address has it; the answer is the same if not. The link lives 15 minutes; a newer one replaces it.
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
         * @description Mails a new link and code if the address is that of a root user who has not confirmed it yet; the answer is the same if not. Earlier links and codes stop working, the 48 hours go on.
         */
        post: operations["resendAccountConfirmation"];
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
         * @description With the token of a reset mail: sets the password and ends every session of the person. While signed in, with the current password: changes it and ends every other session. API keys go on. A notice goes to the owner.
         */
        post: operations["resetPassword"];
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
         * @description The live sessions of the caller, newest first: of a person those in all their accounts, of a key those that were made from it. `token` and `refresh_token` are handles: they end a session and do nothing else.
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
         * @description Accepts an invitation with the token of its mail. A new person chooses a password; a person who has one proves it. No tokens are returned: sign in next.
         */
        post: operations["setPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
         * @description Whether an access or refresh token would be honoured now. Changes nothing.
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
         * End all sessions of a person
         * @description Ends every session of a person in this account, the caller's own too. Root and administrators may do it to other members. API keys go on.
         */
        delete: operations["revokeTokens"];
        options?: never;
        head?: never;
        patch?: never;
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
         * @description Who the caller is, in which account and role, and the settings that a user interface needs.
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
         * @description What an API key or access token is worth now, in the shape of RFC 7662, for services that are handed one. Only about credentials of the caller's own account; everything else is just not active. The body may be JSON or a form. A key for this wants no other scope than tokens:introspect.
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
         * @description The same for up to 100 tokens in one call, answered in their order.
         */
        post: operations["introspectTokens"];
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
         * @description For auth_request of nginx, ForwardAuth of Traefik, forward_auth of Caddy and ext_authz of Envoy (docs/proxies.md): the headers of the client come along, the status of the answer says whether to let it through, and its headers say who it is. Counts against the rate of the key. A request that brings such headers itself is refused.
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
        /** @description A failure */
        Error: {
            /** @description What went wrong, in short, for people */
            error: string;
            /** @description What to do about it */
            message: string;
            /** @description Stable, for programs: invalid_request, invalid_json, duplicate_header, malformed_request, weak_password, account_name_taken, already_root, invalid_confirmation, unknown_member, impossible_target, unknown_api_key, too_many_keys, unknown_session, invalid_reset, invalid_invitation, password_unchanged, invalid_email_code, oauth_not_configured, oauth_failed, unauthorized, invalid_credentials, email_not_confirmed, invalid_token, insufficient_permissions, interactive_required, insufficient_scope, address_not_allowed, other_account, identity_header_sent, beyond_own_limits, creds_barred, not_found, api_key_not_found, method_not_allowed, request_timeout, payload_too_large, unsupported_media_type, expectation_failed, headers_too_large, too_many_requests, oauth_provider_failed, internal_error, unavailable */
            code: string;
            /** @description Each problem of the request and where it is; with code invalid_request */
            details?: {
                path: string;
                message: string;
            }[];
            /** @description Seconds to wait; with status 429 */
            retry_after?: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
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
                "application/json": {
                    /** @description Name of the account, 1–64 characters; case and surrounding spaces do not count */
                    name: string;
                    /**
                     * Format: email
                     * @description Address of the root user. A person is root of at most one account.
                     */
                    root_email: string;
                    /**
                     * Format: password
                     * @description For a new person a new password: 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character. For a person who is known already, their current password.
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
                };
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
                            /** @description False while the root has to confirm the address by mail */
                            email_confirmed: boolean;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                 * @description Full API key
                 * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
                 */
                key: string;
                /** @description Labels of the blocks: quiva.ai, or those that every NATS client knows */
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
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
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
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What the key is for, 1–100 characters; several keys may have the same name */
                    key_name: string;
                    /** @description Days until the key ends; 90 unless the operator set another default */
                    expiry_days?: number;
                    /**
                     * @description What the key may do at most: resource:action in lower case, "*" for any resource or action. Without it, all that its owner may
                     * @example [
                     *       "account:read",
                     *       "orders:*"
                     *     ]
                     */
                    scopes?: string[];
                    /**
                     * @description Addresses and networks (CIDR, IPv4 and IPv6) from which alone the key may be used
                     * @example [
                     *       "203.0.113.0/24",
                     *       "2001:db8::/32"
                     *     ]
                     */
                    allowed_ips?: string[];
                    /**
                     * @description So many requests in each window of so many seconds, with the key, its sessions and the keys it issued
                     * @example {
                     *       "requests": 100,
                     *       "per_seconds": 60
                     *     }
                     */
                    rate_limit?: {
                        requests: number;
                        per_seconds: number;
                    };
                };
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
                        data: {
                            /**
                             * @description Names the key in lists, logs and DELETE /accounts/api-key
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
                             * @description When the key and its creds end
                             * @example 2026-11-23T09:30:00.000Z
                             */
                            expires_on: string;
                            /**
                             * @description The API key. Shown now and never again: only its hash is stored.
                             * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
                             */
                            key: string;
                            /** @description Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key. Absent if the bus cannot hold the key to its limits: scopes that do not cover messaging:connect, or allowed_ips. */
                            creds?: string;
                            /** @description Null: all that the owner may */
                            scopes: string[] | null;
                            /** @description Null: from anywhere */
                            allowed_ips: string[] | null;
                            /** @description Null: no limit of its own */
                            rate_limit: {
                                requests: number;
                                per_seconds: number;
                            } | null;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                /** @description Key id (available in the key list) */
                id?: string;
                /** @description Full API key. Better sent in the body: addresses end up in logs. */
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The same as the query, for what should not stand in an address */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b"
                 *     }
                 */
                "application/json": {
                    /** @description Key id (available in the key list) */
                    id?: string;
                    /** @description Full API key. Better sent in the body: addresses end up in logs. */
                    key?: string;
                    /**
                     * Format: email
                     * @description Owner of the key; by default anybody within reach
                     */
                    email?: string;
                };
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
                        data: {
                            /**
                             * @description Names the key in lists, logs and DELETE /accounts/api-key
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
                             * @description When the key and its creds end
                             * @example 2026-11-23T09:30:00.000Z
                             */
                            expires_on: string;
                            /** @description The key, if the request named it in full */
                            key?: string;
                            /** @description Never sent here */
                            creds?: string;
                            /** @description Ids of the keys that this one had issued: they end with it */
                            also_deleted: string[];
                            /** @description Whether the message bus has confirmed the revocation of the creds; false: it will as soon as it can be reached; null: this gateway has no message bus */
                            creds_revoked: boolean | null;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Key id (available in the key list) */
                    id?: string;
                    /** @description Full API key. Better sent in the body: addresses end up in logs. */
                    key?: string;
                    /**
                     * Format: email
                     * @description Owner of the key; by default anybody within reach
                     */
                    email?: string;
                    /** @description Another name, 1–100 characters */
                    key_name?: string;
                    scopes?: string[] | null;
                    allowed_ips?: string[] | null;
                    rate_limit?: {
                        requests: number;
                        per_seconds: number;
                    } | null;
                };
            };
        };
        responses: {
            /** @description The key as it is now */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /**
                             * @description Names the key in lists, logs and DELETE /accounts/api-key
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
                             * @description When the key and its creds end
                             * @example 2026-11-23T09:30:00.000Z
                             */
                            expires_on: string;
                            /**
                             * @description The last four characters, a checksum of the rest
                             * @example 7d4a
                             */
                            last_4_characters: string;
                            /** @description Right to ten seconds; null until the key is used */
                            last_used_on: string | null;
                            /**
                             * @description Name of the account
                             * @example acme
                             */
                            account: string;
                            /** @description Id of the key that issued this one, whose limits hold for it too; null if a person did */
                            issued_by: string | null;
                            /** @description Null: all that the owner may */
                            scopes: string[] | null;
                            /** @description Null: from anywhere */
                            allowed_ips: string[] | null;
                            /** @description Null: no limit of its own */
                            rate_limit: {
                                requests: number;
                                per_seconds: number;
                            } | null;
                            /** @description There if the new limits keep the key, or one that it issued, off the message bus: whether the bus has confirmed that the creds end, as in DELETE /accounts/api-key */
                            creds_revoked?: boolean | null;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                /** @description Owner of the keys; by default the caller */
                email?: string;
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
                        data: {
                            /**
                             * @description Names the key in lists, logs and DELETE /accounts/api-key
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
                             * @description When the key and its creds end
                             * @example 2026-11-23T09:30:00.000Z
                             */
                            expires_on: string;
                            /**
                             * @description The last four characters, a checksum of the rest
                             * @example 7d4a
                             */
                            last_4_characters: string;
                            /** @description Right to ten seconds; null until the key is used */
                            last_used_on: string | null;
                            /**
                             * @description Name of the account
                             * @example acme
                             */
                            account: string;
                            /** @description Id of the key that issued this one, whose limits hold for it too; null if a person did */
                            issued_by: string | null;
                            /** @description Null: all that the owner may */
                            scopes: string[] | null;
                            /** @description Null: from anywhere */
                            allowed_ips: string[] | null;
                            /** @description Null: no limit of its own */
                            rate_limit: {
                                requests: number;
                                per_seconds: number;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                /** @description A handle from GET /accounts/session-tokens, or the token itself. Prefer the handle: addresses end up in logs. */
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
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a */
                    api_key: string;
                };
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
                        /** @description Signed in */
                        data: {
                            /** @description Access token (JWT, EdDSA), for Authorization: Bearer; lives an hour */
                            auth_token: string;
                            /** @description Opaque; POST /accounts/refresh-token exchanges it. Lives 24 hours from its last exchange. */
                            refresh_token: string;
                            passkey_enabled: boolean;
                            totp_enabled: boolean;
                            /** @description An account as its members see it */
                            account: {
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
                                 * @description Address of the root user
                                 */
                                root_email?: string;
                                /** @enum {unknown} */
                                subscription_status?: "active" | "pending" | "cancelled";
                                /** @example free */
                                subscription_plan?: string;
                                /**
                                 * Format: float
                                 * @description Monthly ceiling for buying extra resources
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
                                 * @description Only while a deletion is scheduled
                                 */
                                deletion_date?: string;
                                region?: string;
                                provider?: string;
                                bstier?: number;
                                cloud?: boolean;
                                hub?: boolean;
                            };
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
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
                "application/json": {
                    /** Format: email */
                    email: string;
                    /** Format: password */
                    password: string;
                    /** @description Name of the account. Without it: the account that the person is root of, or else the only one they are in. */
                    account?: string;
                };
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
                        data: {
                            /** @description Access token (JWT, EdDSA), for Authorization: Bearer; lives an hour */
                            auth_token: string;
                            /** @description Opaque; POST /accounts/refresh-token exchanges it. Lives 24 hours from its last exchange. */
                            refresh_token: string;
                            passkey_enabled: boolean;
                            totp_enabled: boolean;
                            /** @description An account as its members see it */
                            account: {
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
                                 * @description Address of the root user
                                 */
                                root_email?: string;
                                /** @enum {unknown} */
                                subscription_status?: "active" | "pending" | "cancelled";
                                /** @example free */
                                subscription_plan?: string;
                                /**
                                 * Format: float
                                 * @description Monthly ceiling for buying extra resources
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
                                 * @description Only while a deletion is scheduled
                                 */
                                deletion_date?: string;
                                region?: string;
                                provider?: string;
                                bstier?: number;
                                cloud?: boolean;
                                hub?: boolean;
                            };
                        } | {
                            /** @description Names this sign-in when the second factor is sent; lives five minutes */
                            token: string;
                            passkey_enabled: boolean;
                            totp_enabled: boolean;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                "application/json": {
                    /** @description From the link in the mail */
                    token?: string;
                    /** @description Ten digits from the mail, with or without the hyphen */
                    code?: string;
                } & (unknown | unknown);
            };
        };
        responses: {
            /** @description The address is confirmed */
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
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                        /** @description An account as its members see it */
                        data: {
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
                             * @description Address of the root user
                             */
                            root_email?: string;
                            /** @enum {unknown} */
                            subscription_status?: "active" | "pending" | "cancelled";
                            /** @example free */
                            subscription_plan?: string;
                            /**
                             * Format: float
                             * @description Monthly ceiling for buying extra resources
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
                             * @description Only while a deletion is scheduled
                             */
                            deletion_date?: string;
                            region?: string;
                            provider?: string;
                            bstier?: number;
                            cloud?: boolean;
                            hub?: boolean;
                        };
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Account ids */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: string[];
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            };
            header?: never;
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
                        data: {
                            /** @description Access token (JWT, EdDSA), for Authorization: Bearer; lives an hour */
                            auth_token: string;
                            /** @description Opaque; POST /accounts/refresh-token exchanges it. Lives 24 hours from its last exchange. */
                            refresh_token: string;
                            passkey_enabled: boolean;
                            totp_enabled: boolean;
                            /** @description An account as its members see it */
                            account: {
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
                                 * @description Address of the root user
                                 */
                                root_email?: string;
                                /** @enum {unknown} */
                                subscription_status?: "active" | "pending" | "cancelled";
                                /** @example free */
                                subscription_plan?: string;
                                /**
                                 * Format: float
                                 * @description Monthly ceiling for buying extra resources
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
                                 * @description Only while a deletion is scheduled
                                 */
                                deletion_date?: string;
                                region?: string;
                                provider?: string;
                                bstier?: number;
                                cloud?: boolean;
                                hub?: boolean;
                            };
                        } | {
                            /** @description Names this sign-in when the second factor is sent; lives five minutes */
                            token: string;
                            passkey_enabled: boolean;
                            totp_enabled: boolean;
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Our fault, or that of a server that we depend on */
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
                /** @description The provider's own choice of sign-in, as Auth0 has it */
                connection?: string;
            };
            header: {
                /**
                 * @description The page that asks, of an origin in APP_ORIGINS; the browser returns to that origin
                 * @example https://app.example.com/
                 */
                referer: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where to send the browser */
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
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Our fault, or that of a server that we depend on */
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
    refreshToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The access token of the same session; it may have expired */
                    auth_token: string;
                    refresh_token: string;
                };
            };
        };
        responses: {
            /** @description A new pair */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Signed in */
                        data: {
                            /** @description Access token (JWT, EdDSA), for Authorization: Bearer; lives an hour */
                            auth_token: string;
                            /** @description Opaque; POST /accounts/refresh-token exchanges it. Lives 24 hours from its last exchange. */
                            refresh_token: string;
                            passkey_enabled: boolean;
                            totp_enabled: boolean;
                            /** @description An account as its members see it */
                            account: {
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
                                 * @description Address of the root user
                                 */
                                root_email?: string;
                                /** @enum {unknown} */
                                subscription_status?: "active" | "pending" | "cancelled";
                                /** @example free */
                                subscription_plan?: string;
                                /**
                                 * Format: float
                                 * @description Monthly ceiling for buying extra resources
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
                                 * @description Only while a deletion is scheduled
                                 */
                                deletion_date?: string;
                                region?: string;
                                provider?: string;
                                bstier?: number;
                                cloud?: boolean;
                                hub?: boolean;
                            };
                        };
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                /** @description A handle from GET /accounts/session-tokens, or the token itself. Prefer the handle: addresses end up in logs. */
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
                    "application/json": {
                        message: string;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                "application/json": {
                    /** Format: email */
                    email: string;
                };
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
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                "application/json": {
                    /**
                     * Format: email
                     * @example ada@example.com
                     */
                    email: string;
                };
            };
        };
        responses: {
            /** @description The same answer for every address */
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
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From the link in the mail */
                    token?: string;
                    /**
                     * Format: email
                     * @description With a token: has to be the address that it was mailed to
                     */
                    email?: string;
                    /**
                     * Format: password
                     * @description The current password; while signed in
                     */
                    password?: string;
                    /**
                     * Format: password
                     * @description The new password: 8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character
                     */
                    new_password: string;
                };
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
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
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
                            auth: {
                                account_id: string;
                                user_id: string;
                                /** @description Name of the account */
                                account: string;
                                /** Format: email */
                                email: string;
                                role: string;
                                /** @description Unix seconds: when it ends if nobody uses it */
                                expiry: number;
                                /**
                                 * @description Handle that ends it, and does nothing else
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
                                /** @description The membership is suspended: the session is refused until that ends */
                                is_suspended: boolean;
                                /**
                                 * @description Where the address is, or unknown
                                 * @example Lisbon, Portugal
                                 */
                                location: string;
                                /**
                                 * @description A person, or made from an API key
                                 * @enum {unknown}
                                 */
                                kind: "interactive" | "key";
                                /** Format: date-time */
                                created_on: string;
                                /** @description The session that is calling */
                                current: boolean;
                            }[];
                            refresh: {
                                account_id: string;
                                user_id: string;
                                /** @description Name of the account */
                                account: string;
                                /** Format: email */
                                email: string;
                                role: string;
                                /** @description Unix seconds: when it ends if nobody uses it */
                                expiry: number;
                                /**
                                 * @description Handle that ends it, and does nothing else
                                 * @example auth-ses_01kc9f3m8e7q1v5t2x4y6z8a0b
                                 */
                                token: string;
                            }[];
                        };
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description From the link in the mail */
                    token: string;
                    /**
                     * Format: password
                     * @description A new password (8 to 99 characters with an upper-case letter, a lower-case letter, a digit and a special character), or the one that the person has
                     */
                    password: string;
                };
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
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description True if the token is good */
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
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: email */
                    email: string;
                };
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
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                        data: {
                            /** @description An account as its members see it */
                            account: {
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
                                 * @description Address of the root user
                                 */
                                root_email?: string;
                                /** @enum {unknown} */
                                subscription_status?: "active" | "pending" | "cancelled";
                                /** @example free */
                                subscription_plan?: string;
                                /**
                                 * Format: float
                                 * @description Monthly ceiling for buying extra resources
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
                                 * @description Only while a deletion is scheduled
                                 */
                                deletion_date?: string;
                                region?: string;
                                provider?: string;
                                bstier?: number;
                                cloud?: boolean;
                                hub?: boolean;
                            };
                            /**
                             * Format: email
                             * @description Address of the caller
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
                            profile_image?: {
                                name: string;
                                contentType: string;
                            };
                        };
                    };
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                "application/json": {
                    /**
                     * @description An API key or an access token; anything else is not active
                     * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
                     */
                    token: string;
                    /** @description RFC 7662, §2.1; read from the token itself here */
                    token_type_hint?: string;
                };
                "application/x-www-form-urlencoded": {
                    /**
                     * @description An API key or an access token; anything else is not active
                     * @example ms-d28f9a3c5b6e7d4a1c8f9a3c5b6e7d4a
                     */
                    token: string;
                    /** @description RFC 7662, §2.1; read from the token itself here */
                    token_type_hint?: string;
                };
            };
        };
        responses: {
            /** @description What a token is worth */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Whether the token is a live credential of the caller's own account. If not, nothing else is said, whatever the reason */
                        active: boolean;
                        /**
                         * @description Scopes, separated by spaces; *:* if nothing narrows it
                         * @example orders:read
                         */
                        scope?: string;
                        /** @description Address of the person */
                        username?: string;
                        /** @example Bearer */
                        token_type?: string;
                        /** @description When it ends, in Unix seconds */
                        exp?: number;
                        /**
                         * @description Id of the person
                         * @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b
                         */
                        sub?: string;
                        /** @description This gateway, as PUBLIC_URL names it */
                        iss?: string;
                        /** @example 4821907365 */
                        account_id?: string;
                        /**
                         * @description What the person is in the account now
                         * @example developer
                         */
                        role?: string;
                        /**
                         * @description A person who is signed in, or a key or a session made from one
                         * @enum {unknown}
                         */
                        kind?: "interactive" | "key";
                        /** @description The API key, or the one that the session was made from */
                        key_id?: string | null;
                        /** @description Addresses from which alone it may be used. Who introspects has to compare; GET /verify does it by itself */
                        allowed_ips?: string[] | null;
                        /** @description How often it may be used. Introspection spends nothing of it; GET /verify does */
                        rate_limit?: {
                            requests: number;
                            per_seconds: number;
                        } | null;
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
                "application/json": {
                    /** @description Up to 100 */
                    tokens: string[];
                };
            };
        };
        responses: {
            /** @description One for each token, in the order of the request */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: {
                            /** @description Whether the token is a live credential of the caller's own account. If not, nothing else is said, whatever the reason */
                            active: boolean;
                            /**
                             * @description Scopes, separated by spaces; *:* if nothing narrows it
                             * @example orders:read
                             */
                            scope?: string;
                            /** @description Address of the person */
                            username?: string;
                            /** @example Bearer */
                            token_type?: string;
                            /** @description When it ends, in Unix seconds */
                            exp?: number;
                            /**
                             * @description Id of the person
                             * @example usr_01kc9f3m8e7q1v5t2x4y6z8a0b
                             */
                            sub?: string;
                            /** @description This gateway, as PUBLIC_URL names it */
                            iss?: string;
                            /** @example 4821907365 */
                            account_id?: string;
                            /**
                             * @description What the person is in the account now
                             * @example developer
                             */
                            role?: string;
                            /**
                             * @description A person who is signed in, or a key or a session made from one
                             * @enum {unknown}
                             */
                            kind?: "interactive" | "key";
                            /** @description The API key, or the one that the session was made from */
                            key_id?: string | null;
                            /** @description Addresses from which alone it may be used. Who introspects has to compare; GET /verify does it by itself */
                            allowed_ips?: string[] | null;
                            /** @description How often it may be used. Introspection spends nothing of it; GET /verify does */
                            rate_limit?: {
                                requests: number;
                                per_seconds: number;
                            } | null;
                        }[];
                    };
                };
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
    verifyCredential: {
        parameters: {
            query?: {
                /**
                 * @description Id of the account whose service asks. Without it, credentials of every account of the gateway pass
                 * @example 4821907365
                 */
                account?: string;
                /**
                 * @description Scopes, separated by spaces, all of which a key with scopes must have
                 * @example orders:read
                 */
                scope?: string;
                /**
                 * @description Name of the service behind the proxy: the answer then has a JWT for it in X-Quiva-Jwt
                 * @example https://orders.example.com
                 */
                audience?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The credential is good for what was asked; the headers say whose it is */
            200: {
                headers: {
                    /** @description Id of the account */
                    "X-Quiva-Account"?: string;
                    /** @description Id of the person */
                    "X-Quiva-User"?: string;
                    /** @description What the person is in the account */
                    "X-Quiva-Role"?: string;
                    /** @description Id of the API key; none for a person who is signed in */
                    "X-Quiva-Key-Id"?: string;
                    /** @description Scopes, separated by spaces; *:* if nothing narrows them */
                    "X-Quiva-Scopes"?: string;
                    /** @description The same, signed, for the audience that was asked for; lives 60 seconds */
                    "X-Quiva-Jwt"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request cannot be carried out as it stands */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description No credential, or not a good one */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The credential is good, but may not do this */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Too many requests; retry_after and the header Retry-After say how long to wait */
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
