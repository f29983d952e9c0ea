import type { Clock } from "../../_internal/mod.ts";

/**
 * Certificates for a server given by its URL, each as PEM text or as the path of a PEM file. Files are read again when
 * they change. Authorities are added to the system's, they do not replace them: the runtime cannot do that.
 */
export interface CertificateOptions {
  /** Certificate authorities to trust, PEM. */
  readonly ca?: string;
  /** Path of a PEM file with certificate authorities to trust. */
  readonly caFile?: string;
  /** Client certificate, PEM. */
  readonly cert?: string;
  /** Path of the client certificate. */
  readonly certFile?: string;
  /** Key of the client certificate, PEM, not encrypted. */
  readonly key?: string;
  /** Path of the client certificate's key. */
  readonly keyFile?: string;
}

/** Where a pod finds its service account. The defaults are where Kubernetes puts it. */
export interface InClusterOptions {
  /** Folder with `token`, `ca.crt` and `namespace`. @default {"/var/run/secrets/kubernetes.io/serviceaccount"} */
  readonly directory?: string;
  /**
   * URL of the API server. Default: from KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT where they may be read and
   * connected to, else `https://kubernetes.default.svc`.
   */
  readonly server?: string;
}

/**
 * Which exec plugins of a kubeconfig may be run. None, unless they are named here. Whoever allows one trusts the
 * kubeconfig with it: arguments and variables are the kubeconfig's.
 */
export interface ExecOptions {
  /**
   * Absolute paths of commands that may be run: `/usr/local/bin/aws`. That file is also what is run where the kubeconfig
   * names the command without its folder (`aws`): PATH decides nothing. The process needs `--allow-run` for them, too.
   *
   * @default {[]}
   */
  readonly allow?: readonly string[];
  /** Milliseconds that a plugin may take. @default {60_000} */
  readonly timeout?: number;
}

/** In whose name requests are made; the credentials must have the right to `impersonate` them. */
export interface ImpersonationOptions {
  /** Name of the user: `system:serviceaccount:default:builder`. */
  readonly user: string;
  /** Uid of the user. */
  readonly uid?: string;
  /** Groups of the user. */
  readonly groups?: readonly string[];
  /** Further fields of the user. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Options of {@linkcode loadConfig}. At most one of `server`, `kubeconfig`, `kubeconfigText` and `inCluster` is given;
 * `context` goes with a kubeconfig. With none, what is there is found.
 */
export interface LoadConfigOptions {
  /** URL of the API server: `http://localhost:8001`. A path in it is kept. */
  readonly server?: string;
  /** Path of a kubeconfig file, or several, of which the first that has a value wins. */
  readonly kubeconfig?: string | readonly string[];
  /** A kubeconfig itself instead of its path. Relative paths in it start from the working folder. */
  readonly kubeconfigText?: string;
  /** Context of the kubeconfig. Default: its `current-context`. */
  readonly context?: string;
  /** The namespace to work in where none is named. Default: the context's or the pod's. */
  readonly namespace?: string;
  /** True: the service account of this pod and nothing else. False: never the service account. */
  readonly inCluster?: boolean | InClusterOptions;
  /** Certificates; together with `server` only. */
  readonly tls?: CertificateOptions;
  /** Bearer token; together with `server` only. */
  readonly token?: string;
  /** File with a bearer token, read again at least every 60 s while in use; together with `server` only. */
  readonly tokenFile?: string;
  /** User name for basic authentication; together with `server` only. */
  readonly username?: string;
  /** Password for basic authentication; together with `server` only. */
  readonly password?: string;
  /** Commands of a kubeconfig that may be run to get credentials. Default: none. */
  readonly exec?: ExecOptions;
  /** In whose name requests are made. Default: what the kubeconfig says (`as`), else nobody else's. */
  readonly impersonate?: ImpersonationOptions;
  /** Tells how old a token is. Default: the real clock. */
  readonly clock?: Clock;
}
