// A real OpenID provider on loopback. Who is signed in there, and what it says of them, comes by POST /test/account; everything else is as
// oidc-provider does it: it asks for PKCE, takes each code once, and signs with keys that are new at each start.
import { generateKeyPairSync } from "node:crypto";
import http from "node:http";
import { Provider } from "oidc-provider";

const { PORT, ISSUER, CLIENT_SECRET, REDIRECT, CLAIMS_IN_TOKEN } = process.env;
const account = { sub: "nobody" };
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const provider = new Provider(ISSUER, {
  clients: [{
    client_id: "farebox",
    redirect_uris: REDIRECT.split(" "),
    ...(CLIENT_SECRET ? { client_secret: CLIENT_SECRET } : { token_endpoint_auth_method: "none" }),
  }],
  jwks: { keys: [{ ...key, use: "sig", alg: "RS256" }] },
  cookies: { keys: ["of a test"] },
  claims: { email: ["email", "email_verified"], profile: ["name"] },
  conformIdTokenClaims: CLAIMS_IN_TOKEN !== "true",
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/test/interaction/${interaction.uid}` },
  findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...account, sub }) }),
  loadExistingGrant: async (context) => {
    const grant = new provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const answer = provider.callback();
http.createServer(async (request, response) => {
  if (request.url === "/test/account") {
    const parts = [];
    for await (const part of request) parts.push(part);
    for (const name of Object.keys(account)) delete account[name];
    Object.assign(account, JSON.parse(Buffer.concat(parts)));
    response.end();
  } else if (request.url.startsWith("/test/interaction/")) {
    const result = account.declines ? { error: "access_denied" } : { login: { accountId: account.sub } };
    await provider.interactionFinished(request, response, result);
  } else {
    answer(request, response);
  }
}).listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
