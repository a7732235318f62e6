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
         * @description Issues a key for the API and creds for the command line and the message bus, so that programs get in without an interactive sign-in. The key has the rights of its owner, at the time of each use, less what takes a person. Both are shown once. A key that issues a key lends it no more life than it has, and takes it with it. A key of the account has a role of its own and stays when whoever made it goes.
         */
        post: operations["issueApiKey"];
        /**
         * Delete API key
         * @description Deletes a key, given by id or in full, in the query or the body: it is refused from the answer on, everywhere, its creds and the sessions made from it too, and the keys that it issued. Cannot be undone. Root and administrators also delete keys of other members.
         */
        delete: operations["deleteApiKey"];
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
         * @description Issues a successor with the same name, owner and limits, and lets the old key live on for a while, so that programs can change over one after the other. A key may rotate itself. Root and administrators also rotate keys of the account.
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
         * @description How often, when last and from which networks a key was used, by day, so that one sees when an old one falls silent. Right to ten seconds, for requests over HTTP; kept for 90 days. Root and administrators also see it for keys of other members and of the account.
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
         * @description The live keys of the caller in this account, oldest first; root and administrators also see those of other members, and those of the account. Never the keys themselves.
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
         * @description Exchanges an API key for a session, which has the rights of the key and ends with it. Not needed for calling the API: the key itself is accepted everywhere.
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
         * @description For GitHub: keys that were found in public, signed in the headers Github-Public-Key-Identifier and Github-Public-Key-Signature. Each that is alive is deleted at once, and its owner gets a mail. Answers 404 where the operator has not set GITHUB_SECRET_SCANNING_KEYS.
         */
        post: operations["reportLeakedKeys"];
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
            /** @description Stable, for programs: invalid_request, invalid_json, duplicate_header, malformed_request, weak_password, account_name_taken, already_root, invalid_confirmation, unknown_member, impossible_target, unknown_api_key, too_many_keys, unknown_session, invalid_reset, invalid_invitation, password_unchanged, invalid_email_code, invalid_signature, oauth_not_configured, oauth_failed, unauthorized, invalid_credentials, email_not_confirmed, invalid_token, insufficient_permissions, interactive_required, person_required, not_found, api_key_not_found, method_not_allowed, request_timeout, api_key_replaced, payload_too_large, unsupported_media_type, expectation_failed, idempotency_key_reused, headers_too_large, too_many_requests, oauth_provider_failed, internal_error, unavailable */
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
            header?: {
                /**
                 * @description Random, such as a UUID, and new for each request: for ten minutes the same caller who sends the same request with it again gets the same answer, the secret included, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
            };
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
                     * @description account: a key that belongs to nobody, and stays when the person who made it goes; for root and administrators
                     * @default member
                     * @enum {unknown}
                     */
                    owner?: "member" | "account";
                    /**
                     * @description What a key of the account may do; needed there, and only there
                     * @enum {unknown}
                     */
                    role?: "admin" | "developer" | "monitor" | "billing";
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
                            /** @description Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key. */
                            creds: string;
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
            /** @description Not the request that it claims to repeat */
            422: {
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
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Random, such as a UUID, and new for each request: for ten minutes the same caller who sends the same request with it again gets the same answer, the secret included, and nothing is done twice
                 * @example 8e03978e-40d5-43dd-bc93-6894a57f9324
                 */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description Without id and key, a key rotates itself */
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "id": "key_01kc9f3m8e7q1v5t2x4y6z8a0b",
                 *       "grace_seconds": 3600
                 *     }
                 */
                "application/json": {
                    /** @description Key id (available in the key list) */
                    id?: string;
                    /** @description Full API key. Better sent in the body: addresses end up in logs. */
                    key?: string;
                    /**
                     * @description How long the old key lives on, at most until its own end; 0 ends it at once
                     * @default 86400
                     */
                    grace_seconds?: number;
                    /** @description Days until the successor ends; by default as long as the old key was issued for. A key that rotates itself gets no later end than it has */
                    expiry_days?: number;
                };
            };
        };
        responses: {
            /** @description The successor and its creds */
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
                            /** @description Creds file for the command line and the message bus. Secret. GET /accounts/api-creds gives it again for the full key. */
                            creds: string;
                            /** @description Id of the old key */
                            replaces: string;
                            /**
                             * Format: date-time
                             * @description When the old key, its creds and the sessions made from it end
                             * @example 2026-11-23T09:30:00.000Z
                             */
                            grace_ends_on: string;
                            /** @description Ids of the keys that the old one had issued: they end with it, and do not go over to its successor */
                            also_ending: string[];
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
            /** @description What was asked for is taken, or was done already */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description Not the request that it claims to repeat */
            422: {
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
    getApiKeyUsage: {
        parameters: {
            query?: {
                /** @description Key id; a key may leave it out for itself */
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
                            /** @description Right to ten seconds; null until the key is used */
                            last_used_on: string | null;
                            /** @description Days on which it was used, of the last 90 */
                            days: {
                                /**
                                 * Format: date
                                 * @description A day in UTC
                                 * @example 2026-11-26
                                 */
                                date: string;
                                /** @description Requests that the key was accepted for, and those of sessions made from it */
                                uses: number;
                                /**
                                 * Format: date-time
                                 * @description The last of them
                                 * @example 2026-11-23T09:30:00.000Z
                                 */
                                last_used_on: string;
                                /** @description The latest 20 of that day */
                                networks: {
                                    /**
                                     * @description An IPv4 address, or the /64 of an IPv6 one
                                     * @example 192.0.2.7
                                     * @example 2001:db8:1:2::/64
                                     */
                                    network: string;
                                    uses: number;
                                    /**
                                     * Format: date-time
                                     * @description The last of them
                                     * @example 2026-11-23T09:30:00.000Z
                                     */
                                    last_used_on: string;
                                }[];
                            }[];
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
                /** @description account: the keys of the account itself */
                owner?: "member" | "account";
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
                            /**
                             * @description Whether it belongs to a member or to the account itself
                             * @enum {unknown}
                             */
                            owner: "member" | "account";
                            /**
                             * @description What a key of the account may do
                             * @example developer
                             */
                            role?: string;
                            /** @description Id of the key that it was made to replace */
                            replaces: string | null;
                            /** @description Id of its successor: the key was rotated, and expires_on is the end of its grace */
                            replaced_by: string | null;
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
    reportLeakedKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description What looks like one of our keys */
                    token: string;
                    /** @description What it was registered as with GitHub */
                    type: string;
                    /** @description Where it was found; may be empty */
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
            /** @description Which of them are ours */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        token_raw: string;
                        token_type: string;
                        /**
                         * @description Whether it is a key of this gateway, or was
                         * @enum {unknown}
                         */
                        label: "true_positive" | "false_positive";
                    }[];
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
