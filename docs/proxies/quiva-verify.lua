-- Asks the Quiva Gateway about a request (docs/proxies.md): the action `quiva_verify` for haproxy.cfg, with HAProxy's own
-- HTTP client and nothing else. What the gateway does not let through ends here.

local GATEWAY = "http://127.0.0.1:8090/verify"
local TIMEOUT_MS = 2000
local IDENTITY = { "x-quiva-account", "x-quiva-user", "x-quiva-role", "x-quiva-key-id", "x-quiva-scopes" }

-- Every value of a header, as it came: whether two mean anything is for the gateway to say.
local function values_of(headers, name)
  local values = {}
  for index = 0, #(headers[name] or {}) do
    if headers[name] and headers[name][index] then table.insert(values, headers[name][index]) end
  end
  return values
end

local function refuse(txn, status, headers)
  local reply = txn:reply({ status = status })
  reply:add_header("cache-control", "no-store")
  for name, value in pairs(headers or {}) do reply:add_header(name, value) end
  txn:done(reply)
end

core.register_action("quiva_verify", { "http-req" }, function(txn)
  local headers = txn.http:req_get_headers()
  local asked = { ["x-forwarded-for"] = { txn.f:src() } }
  for _, name in ipairs({ "authorization", "x-api-key" }) do
    local values = values_of(headers, name)
    if #values > 0 then asked[name] = values end
  end
  for name in pairs(headers) do
    -- Names that services take for the identity, such as X_Quiva_User: a client that sends one wants to be somebody else.
    if name:lower():match("^x[^%w]quiva[^%w]") then return refuse(txn, 403) end
  end

  local url = GATEWAY .. "?account=" .. txn:get_var("txn.quiva_account") .. "&scope=" .. txn:get_var("txn.quiva_scope")
  local answer = core.httpclient():get({ url = url, headers = asked, timeout = TIMEOUT_MS })
  local status = answer and answer.status or 0
  if status == 200 then
    for _, name in ipairs(IDENTITY) do
      local value = answer.headers[name] and answer.headers[name][0]
      if not value then return refuse(txn, 503) end
      txn.http:req_set_header(name, value)
    end
    -- The service knows who it is by now, and need not hold the key.
    txn.http:req_del_header("authorization")
    txn.http:req_del_header("x-api-key")
    txn:set_var("txn.quiva_verified", true)
    return
  end

  local passed_on = {}
  for _, name in ipairs({ "www-authenticate", "retry-after" }) do
    passed_on[name] = answer and answer.headers and answer.headers[name] and answer.headers[name][0]
  end
  if status == 401 or status == 402 or status == 403 or status == 429 then return refuse(txn, status, passed_on) end
  refuse(txn, 503)
end, 0)
