import type { Project } from "./project.ts";

/** The CRD, as the task `manifests` writes it. */
export function crdManifest({ group, kind, plural, singular }: Project): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  names:
    kind: ${kind}
    plural: ${plural}
    singular: ${singular}
    listKind: ${kind}List
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                message:
                  description: What the ConfigMap says
                  type: string
                  minLength: 1
                  maxLength: 200
              required:
                - message
            status:
              type: object
              properties:
                observedGeneration:
                  type: integer
                  minimum: -9007199254740991
                  maximum: 9007199254740991
                conditions:
                  type: array
                  items:
                    type: object
                    properties:
                      type:
                        type: string
                      status:
                        type: string
                        enum:
                          - "True"
                          - "False"
                          - Unknown
                      observedGeneration:
                        type: integer
                        minimum: -9007199254740991
                        maximum: 9007199254740991
                      lastTransitionTime:
                        type: string
                        format: date-time
                      reason:
                        type: string
                      message:
                        type: string
                    required:
                      - type
                      - status
                      - lastTransitionTime
                      - reason
                      - message
                  x-kubernetes-list-type: map
                  x-kubernetes-list-map-keys:
                    - type
          required:
            - spec
      subresources:
        status: {}
      additionalPrinterColumns:
        - name: Message
          type: string
          jsonPath: .spec.message
        - name: Ready
          type: string
          jsonPath: .status.conditions[?(@.type=="Ready")].status
`;
}

/** An object of the kind, to try it with. */
export function exampleManifest({ group, kind }: Project): string {
  return `apiVersion: ${group}/v1
kind: ${kind}
metadata:
  name: hello
  namespace: default
spec:
  message: Hello
`;
}

/** The namespace of the operator, its account, and what it may do: all that it does, and no more. */
export function rbacManifest({ name, group, plural }: Project): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels:
    pod-security.kubernetes.io/enforce: restricted
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: ${name}
  namespace: ${name}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
rules:
  # What is reconciled. get: to look whether a write has arrived when the watch is late.
  - apiGroups:
      - ${group}
    resources: [${plural}]
    verbs: [get, list, watch]
  - apiGroups:
      - ${group}
    resources: [${plural}/status]
    verbs: [patch]
  # What it keeps. An apply is a patch, and a create where there is nothing yet.
  - apiGroups: [""]
    resources: [configmaps]
    verbs: [get, list, watch, create, patch]
  # What it tells people. patch: to count repeats.
  - apiGroups: [events.k8s.io]
    resources: [events]
    verbs: [create, patch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: ${name}
---
# The lease of the leader election.
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${name}
  namespace: ${name}
rules:
  - apiGroups: [coordination.k8s.io]
    resources: [leases]
    verbs: [create]
  - apiGroups: [coordination.k8s.io]
    resources: [leases]
    resourceNames: [${name}]
    verbs: [get, update]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ${name}
  namespace: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: ${name}
`;
}

/** The operator itself. */
export function deploymentManifest({ name }: Project): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: ${name}
  labels:
    app.kubernetes.io/name: ${name}
spec:
  replicas: 2 # one works, the other stands by
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
    spec:
      serviceAccountName: ${name}
      terminationGracePeriodSeconds: 40 # running reconciles get 25 seconds
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: operator
          image: ${name}:latest # your registry
          env:
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          ports:
            - name: health
              containerPort: 8080
          livenessProbe:
            httpGet:
              path: /healthz
              port: health
          readinessProbe:
            httpGet:
              path: /readyz
              port: health
          resources:
            requests:
              cpu: 50m
              memory: 128Mi
            limits:
              memory: 256Mi
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
`;
}
