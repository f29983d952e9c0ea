import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { createClient } from "../../client/mod.ts";
import { transportFailure } from "../../client/transport_error.ts";

const target = {
  method: "GET",
  path: "/api",
  server: "https://10.0.0.1/base",
  source: "kubeconfig /c, context dev",
};

function messageOf(inner: string, name = "Error"): { message: string; temporary: boolean } {
  const cause = Object.assign(new Error(inner), { name });
  const outer = new TypeError("error sending request for url (https://10.0.0.1/api?continue=x)", {
    cause,
  });
  const { error, temporary } = transportFailure(outer, target);
  assertEquals(error.cause, outer);
  return { message: error.message, temporary };
}

Deno.test("a transport error says what is wrong and what to do", () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    [
      "client error (Connect): invalid peer certificate: UnknownIssuer",
      "GET /api: the certificate of https://10.0.0.1/base is not trusted, for no known authority has signed it: set certificate-authority in kubeconfig /c, context dev to the right one",
      false,
    ],
    [
      'invalid peer certificate: certificate not valid for name "10.0.0.1"; certificate is only valid for DnsName("x")',
      "GET /api: the certificate of https://10.0.0.1/base is not made out to this host: use a host name that is in the certificate",
      false,
    ],
    [
      "invalid peer certificate: certificate expired: verification time 1 (UNIX)",
      "GET /api: the certificate of https://10.0.0.1/base has expired or is not valid yet: renew it, or set the clock right",
      false,
    ],
    [
      "received fatal alert: CertificateRequired",
      "GET /api: https://10.0.0.1/base has broken off the TLS handshake (received fatal alert: CertificateRequired): check the client certificate in kubeconfig /c, context dev",
      false,
    ],
    [
      "client error (Connect): tls handshake eof",
      "GET /api: https://10.0.0.1/base has closed the connection during the TLS handshake: check that the API server behind it runs",
      true,
    ],
    [
      "tcp connect error: Connection refused (os error 111)",
      "GET /api: nothing listens at https://10.0.0.1/base (kubeconfig /c, context dev): start the API server, or correct the address",
      true,
    ],
    [
      "dns error: failed to lookup address information",
      "GET /api: the host name of https://10.0.0.1/base (kubeconfig /c, context dev) is not known: correct the address",
      true,
    ],
    [
      "Connection reset by peer (os error 104)",
      "GET /api: the connection to https://10.0.0.1/base (kubeconfig /c, context dev) failed: Connection reset by peer (os error 104)",
      true,
    ],
  ];
  for (const [inner, message, temporary] of rows) {
    assertEquals(messageOf(inner), { message, temporary });
  }
});

Deno.test("a missing permission is named as the flag to add", () => {
  const { message, temporary } = messageOf('Requires net access to "10.0.0.1:443"', "NotCapable");
  assertEquals(
    message,
    "GET /api: Deno may not connect to 10.0.0.1: run it with --allow-net=10.0.0.1:443",
  );
  assertEquals(temporary, false);
});

Deno.test("a transport error does not show the URL's query", () => {
  const { error } = transportFailure(
    new TypeError("error sending request for url (https://10.0.0.1/api?token=s3cret)"),
    target,
  );
  assert(!error.message.includes("s3cret"), error.message);
});

Deno.test("createClient refuses a server URL that cannot work, without showing a password", () => {
  for (const server of ["", "localhost:8080", "ftp://x", "https://x/?a=1", "https://x/#a"]) {
    assertThrows(() => createClient({ server }), TypeError);
  }
  const error = assertThrows(() => createClient({ server: "https://me:s3cret@x" }), TypeError);
  assert(!error.message.includes("s3cret"));
});

Deno.test({
  name: "a connection that Deno may not make names the flag, at once",
  permissions: { net: false },
  async fn() {
    await using client = createClient({ server: "https://api.test" });
    const error = await assertRejects(() => client.request("/x"), Error);
    assertEquals(
      error.message,
      "GET /x: Deno may not connect to api.test: run it with --allow-net=api.test:443",
    );
  },
});
