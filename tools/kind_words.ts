/** One sentence for each built-in kind, by group and kind; a kind that has none here cannot be generated. */
export const kindWords: Readonly<Record<string, string>> = {
  "Binding": "Puts a pod on a node; can only be created.",
  "ComponentStatus": "The health of a part of the control plane; out of use.",
  "ConfigMap": "Text and bytes that pods and operators read.",
  "Endpoints": "The addresses behind a service, in the old form; new code reads `EndpointSlice`.",
  "Event":
    "Something that happened to an object, in the old form; new code writes `Event` of `events.k8s.io`.",
  "LimitRange": "What containers of a namespace may ask for, and get when they do not ask.",
  "Namespace": "A scope for names.",
  "Node": "A machine of the cluster.",
  "PersistentVolume": "A piece of storage.",
  "PersistentVolumeClaim": "A request for storage.",
  "Pod": "Containers that run together on one node.",
  "PodTemplate": "A description of pods that is kept for later.",
  "ReplicationController": "Pods that are alike, in the old form; new code makes a `Deployment`.",
  "ResourceQuota": "How much a namespace may use in all.",
  "Secret": "Text and bytes that not everybody may read; `data` is base64.",
  "Service": "A stable address for a set of pods.",
  "ServiceAccount": "Who a pod is to the API server.",
  "MutatingAdmissionPolicy.admissionregistration.k8s.io":
    "Changes that are made to objects before they are stored, as expressions.",
  "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io":
    "Where a `MutatingAdmissionPolicy` holds.",
  "MutatingWebhookConfiguration.admissionregistration.k8s.io":
    "Servers that are asked to change objects before they are stored.",
  "ValidatingAdmissionPolicy.admissionregistration.k8s.io":
    "What objects must fulfil to be stored, as expressions.",
  "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io":
    "Where a `ValidatingAdmissionPolicy` holds.",
  "ValidatingWebhookConfiguration.admissionregistration.k8s.io":
    "Servers that are asked whether objects may be stored.",
  "CustomResourceDefinition.apiextensions.k8s.io": "A kind that a user added to the cluster.",
  "APIService.apiregistration.k8s.io": "A group and version, and which server answers for it.",
  "ControllerRevision.apps": "A former state of a `DaemonSet` or `StatefulSet`.",
  "DaemonSet.apps": "One pod on each node.",
  "Deployment.apps": "Pods that are alike, replaced step by step when the template changes.",
  "ReplicaSet.apps": "Pods that are alike; usually made by a `Deployment`.",
  "StatefulSet.apps": "Pods with a name and storage of their own.",
  "SelfSubjectReview.authentication.k8s.io":
    "Asks the server who it takes the caller for; can only be created.",
  "TokenReview.authentication.k8s.io": "Asks the server whose a token is; can only be created.",
  "LocalSubjectAccessReview.authorization.k8s.io":
    "Asks the server whether somebody may do something in one namespace; can only be created.",
  "SelfSubjectAccessReview.authorization.k8s.io":
    "Asks the server whether the caller may do something; can only be created.",
  "SelfSubjectRulesReview.authorization.k8s.io":
    "Asks the server for all that the caller may do in a namespace; can only be created.",
  "SubjectAccessReview.authorization.k8s.io":
    "Asks the server whether somebody may do something; can only be created.",
  "HorizontalPodAutoscaler.autoscaling": "Sets the number of pods by their load.",
  "CronJob.batch": "Jobs by the clock.",
  "Job.batch": "Pods that run to an end.",
  "CertificateSigningRequest.certificates.k8s.io":
    "Asks for a certificate that the cluster's authority signs.",
  "ClusterTrustBundle.certificates.k8s.io":
    "Certificate authorities that the cluster's pods may trust.",
  "PodCertificateRequest.certificates.k8s.io": "Asks for a certificate for one pod.",
  "Lease.coordination.k8s.io": "Who holds something, and until when; `renewTime` has microseconds.",
  "LeaseCandidate.coordination.k8s.io": "Somebody who would hold a lease, and from which version.",
  "EndpointSlice.discovery.k8s.io": "Some of the addresses behind a service.",
  "Event.events.k8s.io": "Something that happened to an object.",
  "FlowSchema.flowcontrol.apiserver.k8s.io": "Which requests belong to which priority level.",
  "PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io":
    "How many requests of a level the API server works on at a time.",
  "StorageVersion.internal.apiserver.k8s.io":
    "In which version each API server stores a kind; the servers' own.",
  "IPAddress.networking.k8s.io": "An address that a service holds.",
  "Ingress.networking.k8s.io": "HTTP routes from outside to services.",
  "IngressClass.networking.k8s.io": "Who answers for an `Ingress`.",
  "NetworkPolicy.networking.k8s.io": "Who may talk to which pods.",
  "ServiceCIDR.networking.k8s.io": "A range from which services get their addresses.",
  "RuntimeClass.node.k8s.io": "How containers of a pod are run.",
  "PodDisruptionBudget.policy": "How many pods may be missing at a time when nodes are emptied.",
  "ClusterRole.rbac.authorization.k8s.io":
    "Rights, in all namespaces or on cluster-scoped objects.",
  "ClusterRoleBinding.rbac.authorization.k8s.io": "Gives a `ClusterRole` to somebody everywhere.",
  "Role.rbac.authorization.k8s.io": "Rights in one namespace.",
  "RoleBinding.rbac.authorization.k8s.io":
    "Gives a `Role` or `ClusterRole` to somebody in one namespace.",
  "DeviceClass.resource.k8s.io": "Devices of one sort, and how they are set up.",
  "DeviceTaintRule.resource.k8s.io": "Keeps pods away from some devices.",
  "ResourceClaim.resource.k8s.io": "A request for devices.",
  "ResourceClaimTemplate.resource.k8s.io": "From which each pod's `ResourceClaim` is made.",
  "ResourcePoolStatusRequest.resource.k8s.io":
    "Asks how much of a pool of devices is taken and how much is free.",
  "ResourceSlice.resource.k8s.io": "Devices that a driver offers, usually on one node.",
  "PodGroup.scheduling.k8s.io": "Pods that are placed together or not at all.",
  "PriorityClass.scheduling.k8s.io": "How much a pod matters when there is no room for all.",
  "Workload.scheduling.k8s.io": "Groups of pods that belong together when they are placed.",
  "CSIDriver.storage.k8s.io": "A storage driver, and what it can do.",
  "CSINode.storage.k8s.io": "The storage drivers of a node.",
  "CSIStorageCapacity.storage.k8s.io": "How much storage a driver has left, and where.",
  "StorageClass.storage.k8s.io": "Storage of one sort, and who makes it.",
  "VolumeAttachment.storage.k8s.io": "A volume that is, or is to be, attached to a node.",
  "VolumeAttributesClass.storage.k8s.io": "Qualities of a volume that can be changed later.",
  "StorageVersionMigration.storagemigration.k8s.io":
    "Writes all objects of a kind again, in the version that is stored now.",
};
