// Written by `deno task types` from the Go types of kube-apiserver; do not edit.

/** The Go type of each kind. */
export const kindTypes: Readonly<Record<string, string>> = {
  "admissionregistration.k8s.io/v1 MutatingAdmissionPolicy":
    "admissionregistration/v1.MutatingAdmissionPolicy",
  "admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding":
    "admissionregistration/v1.MutatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration":
    "admissionregistration/v1.MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy":
    "admissionregistration/v1.ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding":
    "admissionregistration/v1.ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration":
    "admissionregistration/v1.ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/v1 CustomResourceDefinition": "apiextensions/v1.CustomResourceDefinition",
  "apiregistration.k8s.io/v1 APIService": "apiregistration/v1.APIService",
  "apps/v1 ControllerRevision": "apps/v1.ControllerRevision",
  "apps/v1 DaemonSet": "apps/v1.DaemonSet",
  "apps/v1 Deployment": "apps/v1.Deployment",
  "apps/v1 ReplicaSet": "apps/v1.ReplicaSet",
  "apps/v1 StatefulSet": "apps/v1.StatefulSet",
  "authentication.k8s.io/v1 SelfSubjectReview": "authentication/v1.SelfSubjectReview",
  "authentication.k8s.io/v1 TokenReview": "authentication/v1.TokenReview",
  "authorization.k8s.io/v1 LocalSubjectAccessReview": "authorization/v1.LocalSubjectAccessReview",
  "authorization.k8s.io/v1 SelfSubjectAccessReview": "authorization/v1.SelfSubjectAccessReview",
  "authorization.k8s.io/v1 SelfSubjectRulesReview": "authorization/v1.SelfSubjectRulesReview",
  "authorization.k8s.io/v1 SubjectAccessReview": "authorization/v1.SubjectAccessReview",
  "autoscaling/v1 HorizontalPodAutoscaler": "autoscaling/v1.HorizontalPodAutoscaler",
  "autoscaling/v2 HorizontalPodAutoscaler": "autoscaling/v2.HorizontalPodAutoscaler",
  "batch/v1 CronJob": "batch/v1.CronJob",
  "batch/v1 Job": "batch/v1.Job",
  "certificates.k8s.io/v1 CertificateSigningRequest": "certificates/v1.CertificateSigningRequest",
  "coordination.k8s.io/v1 Lease": "coordination/v1.Lease",
  "discovery.k8s.io/v1 EndpointSlice": "discovery/v1.EndpointSlice",
  "events.k8s.io/v1 Event": "events/v1.Event",
  "flowcontrol.apiserver.k8s.io/v1 FlowSchema": "flowcontrol/v1.FlowSchema",
  "flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration":
    "flowcontrol/v1.PriorityLevelConfiguration",
  "networking.k8s.io/v1 IPAddress": "networking/v1.IPAddress",
  "networking.k8s.io/v1 Ingress": "networking/v1.Ingress",
  "networking.k8s.io/v1 IngressClass": "networking/v1.IngressClass",
  "networking.k8s.io/v1 NetworkPolicy": "networking/v1.NetworkPolicy",
  "networking.k8s.io/v1 ServiceCIDR": "networking/v1.ServiceCIDR",
  "node.k8s.io/v1 RuntimeClass": "node/v1.RuntimeClass",
  "policy/v1 PodDisruptionBudget": "policy/v1.PodDisruptionBudget",
  "rbac.authorization.k8s.io/v1 ClusterRole": "rbac/v1.ClusterRole",
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": "rbac/v1.ClusterRoleBinding",
  "rbac.authorization.k8s.io/v1 Role": "rbac/v1.Role",
  "rbac.authorization.k8s.io/v1 RoleBinding": "rbac/v1.RoleBinding",
  "resource.k8s.io/v1 DeviceClass": "resource/v1.DeviceClass",
  "resource.k8s.io/v1 ResourceClaim": "resource/v1.ResourceClaim",
  "resource.k8s.io/v1 ResourceClaimTemplate": "resource/v1.ResourceClaimTemplate",
  "resource.k8s.io/v1 ResourceSlice": "resource/v1.ResourceSlice",
  "scheduling.k8s.io/v1 PriorityClass": "scheduling/v1.PriorityClass",
  "storage.k8s.io/v1 CSIDriver": "storage/v1.CSIDriver",
  "storage.k8s.io/v1 CSINode": "storage/v1.CSINode",
  "storage.k8s.io/v1 CSIStorageCapacity": "storage/v1.CSIStorageCapacity",
  "storage.k8s.io/v1 StorageClass": "storage/v1.StorageClass",
  "storage.k8s.io/v1 VolumeAttachment": "storage/v1.VolumeAttachment",
  "storage.k8s.io/v1 VolumeAttributesClass": "storage/v1.VolumeAttributesClass",
  "v1 Binding": "core/v1.Binding",
  "v1 ComponentStatus": "core/v1.ComponentStatus",
  "v1 ConfigMap": "core/v1.ConfigMap",
  "v1 Endpoints": "core/v1.Endpoints",
  "v1 Event": "core/v1.Event",
  "v1 LimitRange": "core/v1.LimitRange",
  "v1 Namespace": "core/v1.Namespace",
  "v1 Node": "core/v1.Node",
  "v1 PersistentVolume": "core/v1.PersistentVolume",
  "v1 PersistentVolumeClaim": "core/v1.PersistentVolumeClaim",
  "v1 Pod": "core/v1.Pod",
  "v1 PodTemplate": "core/v1.PodTemplate",
  "v1 ReplicationController": "core/v1.ReplicationController",
  "v1 ResourceQuota": "core/v1.ResourceQuota",
  "v1 Secret": "core/v1.Secret",
  "v1 Service": "core/v1.Service",
  "v1 ServiceAccount": "core/v1.ServiceAccount",
  "autoscaling/v1 Scale": "autoscaling/v1.Scale",
  "v1 DeleteOptions": "meta/v1.DeleteOptions",
};

/**
 * The fields of each struct, parted by `;`. A field is its name, `*` for a pointer, `?` for one that is left out when it
 * is empty, `:` and its type; then, each behind a blank, `p=` strategy and key of strategic merge patch, `l=` type and
 * keys of a list, `a` where a map is taken whole, `d=` a default. A struct that is taken whole begins with `!`.
 */
export const structs: Readonly<Record<string, string>> = {
  "admissionregistration/v1.ApplyConfiguration": "expression?:string",
  "admissionregistration/v1.AuditAnnotation": "key:string;valueExpression:string",
  "admissionregistration/v1.ExpressionWarning": "fieldRef:string;warning:string",
  "admissionregistration/v1.JSONPatch": "expression?:string",
  "admissionregistration/v1.MatchCondition": "name:string;expression:string",
  "admissionregistration/v1.MatchResources":
    "!namespaceSelector*?:meta/v1.LabelSelector;objectSelector*?:meta/v1.LabelSelector;resourceRules?:[]admissionregistration/v1.NamedRuleWithOperations l=atomic/;excludeResourceRules?:[]admissionregistration/v1.NamedRuleWithOperations l=atomic/;matchPolicy*?:string~v1.MatchPolicyType",
  "admissionregistration/v1.MutatingAdmissionPolicy":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:admissionregistration/v1.MutatingAdmissionPolicySpec",
  "admissionregistration/v1.MutatingAdmissionPolicyBinding":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:admissionregistration/v1.MutatingAdmissionPolicyBindingSpec",
  "admissionregistration/v1.MutatingAdmissionPolicyBindingSpec":
    "policyName?:string;paramRef*?:admissionregistration/v1.ParamRef;matchResources*?:admissionregistration/v1.MatchResources",
  "admissionregistration/v1.MutatingAdmissionPolicySpec":
    "paramKind*?:admissionregistration/v1.ParamKind;matchConstraints*?:admissionregistration/v1.MatchResources;variables?:[]admissionregistration/v1.Variable l=atomic/;mutations?:[]admissionregistration/v1.Mutation l=atomic/;failurePolicy*?:string~v1.FailurePolicyType;matchConditions?:[]admissionregistration/v1.MatchCondition p=merge/name l=map/name;reinvocationPolicy?:string~v1.ReinvocationPolicyType",
  "admissionregistration/v1.MutatingWebhook":
    "name:string;clientConfig:admissionregistration/v1.WebhookClientConfig;rules?:[]admissionregistration/v1.RuleWithOperations l=atomic/;failurePolicy*?:string~v1.FailurePolicyType;matchPolicy*?:string~v1.MatchPolicyType;namespaceSelector*?:meta/v1.LabelSelector;objectSelector*?:meta/v1.LabelSelector;sideEffects*:string~v1.SideEffectClass;timeoutSeconds*?:int32;admissionReviewVersions:[]string l=atomic/;reinvocationPolicy*?:string~v1.ReinvocationPolicyType;matchConditions?:[]admissionregistration/v1.MatchCondition p=merge/name l=map/name",
  "admissionregistration/v1.MutatingWebhookConfiguration":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;webhooks?:[]admissionregistration/v1.MutatingWebhook p=merge/name l=map/name",
  "admissionregistration/v1.Mutation":
    "patchType:string~v1.PatchType;applyConfiguration*?:admissionregistration/v1.ApplyConfiguration;jsonPatch*?:admissionregistration/v1.JSONPatch",
  "admissionregistration/v1.NamedRuleWithOperations":
    "!resourceNames?:[]string l=atomic/;operations?:[]string~v1.OperationType l=atomic/;apiGroups?:[]string l=atomic/;apiVersions?:[]string l=atomic/;resources?:[]string l=atomic/;scope*?:string~v1.ScopeType",
  "admissionregistration/v1.ParamKind": "!apiVersion?:string;kind?:string",
  "admissionregistration/v1.ParamRef":
    "!name?:string;namespace?:string;selector*?:meta/v1.LabelSelector;parameterNotFoundAction*?:string~v1.ParameterNotFoundActionType",
  "admissionregistration/v1.RuleWithOperations":
    "operations?:[]string~v1.OperationType l=atomic/;apiGroups?:[]string l=atomic/;apiVersions?:[]string l=atomic/;resources?:[]string l=atomic/;scope*?:string~v1.ScopeType",
  "admissionregistration/v1.ServiceReference":
    "namespace:string;name:string;path*?:string;port*?:int32",
  "admissionregistration/v1.TypeChecking":
    "expressionWarnings?:[]admissionregistration/v1.ExpressionWarning l=atomic/",
  "admissionregistration/v1.ValidatingAdmissionPolicy":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:admissionregistration/v1.ValidatingAdmissionPolicySpec;status:admissionregistration/v1.ValidatingAdmissionPolicyStatus",
  "admissionregistration/v1.ValidatingAdmissionPolicyBinding":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec",
  "admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec":
    "policyName?:string;paramRef*?:admissionregistration/v1.ParamRef;matchResources*?:admissionregistration/v1.MatchResources;validationActions?:[]string~v1.ValidationAction l=set/",
  "admissionregistration/v1.ValidatingAdmissionPolicySpec":
    "paramKind*?:admissionregistration/v1.ParamKind;matchConstraints*?:admissionregistration/v1.MatchResources;validations?:[]admissionregistration/v1.Validation l=atomic/;failurePolicy*?:string~v1.FailurePolicyType;auditAnnotations?:[]admissionregistration/v1.AuditAnnotation l=atomic/;matchConditions?:[]admissionregistration/v1.MatchCondition p=merge/name l=map/name;variables?:[]admissionregistration/v1.Variable p=merge/name l=map/name",
  "admissionregistration/v1.ValidatingAdmissionPolicyStatus":
    "observedGeneration?:int64;typeChecking*?:admissionregistration/v1.TypeChecking;conditions?:[]meta/v1.Condition l=map/type",
  "admissionregistration/v1.ValidatingWebhook":
    "name:string;clientConfig:admissionregistration/v1.WebhookClientConfig;rules?:[]admissionregistration/v1.RuleWithOperations l=atomic/;failurePolicy*?:string~v1.FailurePolicyType;matchPolicy*?:string~v1.MatchPolicyType;namespaceSelector*?:meta/v1.LabelSelector;objectSelector*?:meta/v1.LabelSelector;sideEffects*:string~v1.SideEffectClass;timeoutSeconds*?:int32;admissionReviewVersions:[]string l=atomic/;matchConditions?:[]admissionregistration/v1.MatchCondition p=merge/name l=map/name",
  "admissionregistration/v1.ValidatingWebhookConfiguration":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;webhooks?:[]admissionregistration/v1.ValidatingWebhook p=merge/name l=map/name",
  "admissionregistration/v1.Validation":
    "expression:string;message?:string;reason*?:string~v1.StatusReason;messageExpression?:string",
  "admissionregistration/v1.Variable": "!name:string;expression:string",
  "admissionregistration/v1.WebhookClientConfig":
    "url*?:string;service*?:admissionregistration/v1.ServiceReference;caBundle?:bytes",
  "apiextensions/v1.CustomResourceColumnDefinition":
    "name:string;type:string;format?:string;description?:string;priority?:int32;jsonPath:string",
  "apiextensions/v1.CustomResourceConversion":
    "strategy:string~v1.ConversionStrategyType;webhook*?:apiextensions/v1.WebhookConversion",
  "apiextensions/v1.CustomResourceDefinition":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:apiextensions/v1.CustomResourceDefinitionSpec;status:apiextensions/v1.CustomResourceDefinitionStatus",
  "apiextensions/v1.CustomResourceDefinitionCondition":
    "type:string~v1.CustomResourceDefinitionConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string;observedGeneration?:int64",
  "apiextensions/v1.CustomResourceDefinitionNames":
    "plural:string;singular?:string;shortNames?:[]string l=atomic/;kind:string;listKind?:string;categories?:[]string l=atomic/",
  "apiextensions/v1.CustomResourceDefinitionSpec":
    "group:string;names:apiextensions/v1.CustomResourceDefinitionNames;scope:string~v1.ResourceScope;versions:[]apiextensions/v1.CustomResourceDefinitionVersion l=atomic/;conversion*?:apiextensions/v1.CustomResourceConversion;preserveUnknownFields?:bool",
  "apiextensions/v1.CustomResourceDefinitionStatus":
    "conditions:[]apiextensions/v1.CustomResourceDefinitionCondition l=map/type;acceptedNames:apiextensions/v1.CustomResourceDefinitionNames;storedVersions:[]string l=atomic/;observedGeneration?:int64",
  "apiextensions/v1.CustomResourceDefinitionVersion":
    "name:string;served:bool d=false;storage:bool d=false;deprecated?:bool;deprecationWarning*?:string;schema*?:apiextensions/v1.CustomResourceValidation;subresources*?:apiextensions/v1.CustomResourceSubresources;additionalPrinterColumns?:[]apiextensions/v1.CustomResourceColumnDefinition l=atomic/;selectableFields?:[]apiextensions/v1.SelectableField l=atomic/",
  "apiextensions/v1.CustomResourceSubresourceScale":
    "specReplicasPath:string;statusReplicasPath:string;labelSelectorPath*?:string",
  "apiextensions/v1.CustomResourceSubresourceStatus": "",
  "apiextensions/v1.CustomResourceSubresources":
    "status*?:apiextensions/v1.CustomResourceSubresourceStatus;scale*?:apiextensions/v1.CustomResourceSubresourceScale",
  "apiextensions/v1.CustomResourceValidation": "openAPIV3Schema*?:apiextensions/v1.JSONSchemaProps",
  "apiextensions/v1.ExternalDocumentation": "description?:string;url?:string",
  "apiextensions/v1.JSONSchemaProps":
    "id?:string;$schema?:string~v1.JSONSchemaURL;$ref*?:string;description?:string;type?:string;format?:string;title?:string;default*?:any;maximum*?:float64;exclusiveMaximum?:bool;minimum*?:float64;exclusiveMinimum?:bool;maxLength*?:int64;minLength*?:int64;pattern?:string;maxItems*?:int64;minItems*?:int64;uniqueItems?:bool;multipleOf*?:float64;enum?:[]any l=atomic/;maxProperties*?:int64;minProperties*?:int64;required?:[]string l=atomic/;items*?:any;allOf?:[]apiextensions/v1.JSONSchemaProps l=atomic/;oneOf?:[]apiextensions/v1.JSONSchemaProps l=atomic/;anyOf?:[]apiextensions/v1.JSONSchemaProps l=atomic/;not*?:apiextensions/v1.JSONSchemaProps;properties?:{}apiextensions/v1.JSONSchemaProps;additionalProperties*?:any;patternProperties?:{}apiextensions/v1.JSONSchemaProps;dependencies?:{}any;additionalItems*?:any;definitions?:{}apiextensions/v1.JSONSchemaProps;externalDocs*?:apiextensions/v1.ExternalDocumentation;example*?:any;nullable?:bool;x-kubernetes-preserve-unknown-fields*?:bool;x-kubernetes-embedded-resource?:bool;x-kubernetes-int-or-string?:bool;x-kubernetes-list-map-keys?:[]string l=atomic/;x-kubernetes-list-type*?:string;x-kubernetes-map-type*?:string;x-kubernetes-validations?:[]apiextensions/v1.ValidationRule p=merge/rule l=map/rule",
  "apiextensions/v1.SelectableField": "jsonPath:string",
  "apiextensions/v1.ServiceReference": "namespace:string;name:string;path*?:string;port*?:int32",
  "apiextensions/v1.ValidationRule":
    "rule:string;message?:string;messageExpression?:string;reason*?:string~v1.FieldValueErrorReason;fieldPath?:string;optionalOldSelf*?:bool",
  "apiextensions/v1.WebhookClientConfig":
    "url*?:string;service*?:apiextensions/v1.ServiceReference;caBundle?:bytes",
  "apiextensions/v1.WebhookConversion":
    "clientConfig*?:apiextensions/v1.WebhookClientConfig;conversionReviewVersions:[]string l=atomic/",
  "apiregistration/v1.APIService":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:apiregistration/v1.APIServiceSpec;status:apiregistration/v1.APIServiceStatus",
  "apiregistration/v1.APIServiceCondition":
    "type:string~v1.APIServiceConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "apiregistration/v1.APIServiceSpec":
    "service*?:apiregistration/v1.ServiceReference;group?:string;version?:string;insecureSkipTLSVerify?:bool;caBundle?:bytes l=atomic/;groupPriorityMinimum:int32;versionPriority:int32",
  "apiregistration/v1.APIServiceStatus":
    "conditions?:[]apiregistration/v1.APIServiceCondition p=merge/type l=map/type",
  "apiregistration/v1.ServiceReference": "namespace?:string;name?:string;port*?:int32",
  "apps/v1.ControllerRevision":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;data:any;revision:int64",
  "apps/v1.DaemonSet":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:apps/v1.DaemonSetSpec;status:apps/v1.DaemonSetStatus",
  "apps/v1.DaemonSetCondition":
    "type:string~v1.DaemonSetConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "apps/v1.DaemonSetSpec":
    "selector*:meta/v1.LabelSelector;template:core/v1.PodTemplateSpec;updateStrategy:apps/v1.DaemonSetUpdateStrategy;minReadySeconds?:int32;revisionHistoryLimit*?:int32",
  "apps/v1.DaemonSetStatus":
    "currentNumberScheduled:int32;numberMisscheduled:int32;desiredNumberScheduled:int32;numberReady:int32;observedGeneration?:int64;updatedNumberScheduled?:int32;numberAvailable?:int32;numberUnavailable?:int32;collisionCount*?:int32;conditions?:[]apps/v1.DaemonSetCondition p=merge/type l=map/type",
  "apps/v1.DaemonSetUpdateStrategy":
    "type?:string~v1.DaemonSetUpdateStrategyType;rollingUpdate*?:apps/v1.RollingUpdateDaemonSet",
  "apps/v1.Deployment":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:apps/v1.DeploymentSpec;status:apps/v1.DeploymentStatus",
  "apps/v1.DeploymentCondition":
    "type:string~v1.DeploymentConditionType;status:string~v1.ConditionStatus;lastUpdateTime:time;lastTransitionTime:time;reason?:string;message?:string",
  "apps/v1.DeploymentSpec":
    "replicas*?:int32;selector*:meta/v1.LabelSelector;template:core/v1.PodTemplateSpec;strategy:apps/v1.DeploymentStrategy p=retainKeys/;minReadySeconds?:int32;revisionHistoryLimit*?:int32;paused?:bool;progressDeadlineSeconds*?:int32",
  "apps/v1.DeploymentStatus":
    "observedGeneration?:int64;replicas?:int32;updatedReplicas?:int32;readyReplicas?:int32;availableReplicas?:int32;unavailableReplicas?:int32;terminatingReplicas*?:int32;conditions?:[]apps/v1.DeploymentCondition p=merge/type l=map/type;collisionCount*?:int32",
  "apps/v1.DeploymentStrategy":
    "type?:string~v1.DeploymentStrategyType;rollingUpdate*?:apps/v1.RollingUpdateDeployment",
  "apps/v1.ReplicaSet":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:apps/v1.ReplicaSetSpec;status:apps/v1.ReplicaSetStatus",
  "apps/v1.ReplicaSetCondition":
    "type:string~v1.ReplicaSetConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "apps/v1.ReplicaSetSpec":
    "replicas*?:int32;minReadySeconds?:int32;selector*:meta/v1.LabelSelector;template:core/v1.PodTemplateSpec",
  "apps/v1.ReplicaSetStatus":
    "replicas:int32;fullyLabeledReplicas?:int32;readyReplicas?:int32;availableReplicas?:int32;terminatingReplicas*?:int32;observedGeneration?:int64;conditions?:[]apps/v1.ReplicaSetCondition p=merge/type l=map/type",
  "apps/v1.RollingUpdateDaemonSet": "maxUnavailable*?:intstr;maxSurge*?:intstr",
  "apps/v1.RollingUpdateDeployment": "maxUnavailable*?:intstr;maxSurge*?:intstr",
  "apps/v1.RollingUpdateStatefulSetStrategy": "partition*?:int32;maxUnavailable*?:intstr",
  "apps/v1.StatefulSet":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:apps/v1.StatefulSetSpec;status:apps/v1.StatefulSetStatus",
  "apps/v1.StatefulSetCondition":
    "type:string~v1.StatefulSetConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "apps/v1.StatefulSetOrdinals": "start:int32",
  "apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy":
    "whenDeleted?:string~v1.PersistentVolumeClaimRetentionPolicyType;whenScaled?:string~v1.PersistentVolumeClaimRetentionPolicyType",
  "apps/v1.StatefulSetSpec":
    "replicas*?:int32;selector*:meta/v1.LabelSelector;template:core/v1.PodTemplateSpec;volumeClaimTemplates?:[]core/v1.PersistentVolumeClaim l=atomic/;serviceName:string;podManagementPolicy?:string~v1.PodManagementPolicyType;updateStrategy:apps/v1.StatefulSetUpdateStrategy;revisionHistoryLimit*?:int32;minReadySeconds?:int32;persistentVolumeClaimRetentionPolicy*?:apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy;ordinals*?:apps/v1.StatefulSetOrdinals",
  "apps/v1.StatefulSetStatus":
    "observedGeneration?:int64;replicas:int32;readyReplicas?:int32;currentReplicas?:int32;updatedReplicas?:int32;currentRevision?:string;updateRevision?:string;collisionCount*?:int32;conditions?:[]apps/v1.StatefulSetCondition p=merge/type l=map/type;availableReplicas:int32",
  "apps/v1.StatefulSetUpdateStrategy":
    "type?:string~v1.StatefulSetUpdateStrategyType;rollingUpdate*?:apps/v1.RollingUpdateStatefulSetStrategy",
  "authentication/v1.SelfSubjectReview":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;status:authentication/v1.SelfSubjectReviewStatus",
  "authentication/v1.SelfSubjectReviewStatus": "userInfo:authentication/v1.UserInfo",
  "authentication/v1.TokenReview":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:authentication/v1.TokenReviewSpec;status:authentication/v1.TokenReviewStatus",
  "authentication/v1.TokenReviewSpec": "token?:string;audiences?:[]string l=atomic/",
  "authentication/v1.TokenReviewStatus":
    "authenticated?:bool;user:authentication/v1.UserInfo;audiences?:[]string l=atomic/;error?:string",
  "authentication/v1.UserInfo":
    "username?:string;uid?:string;groups?:[]string l=atomic/;extra?:{}[]string",
  "authorization/v1.FieldSelectorAttributes":
    "rawSelector?:string;requirements?:[]meta/v1.FieldSelectorRequirement l=atomic/",
  "authorization/v1.LabelSelectorAttributes":
    "rawSelector?:string;requirements?:[]meta/v1.LabelSelectorRequirement l=atomic/",
  "authorization/v1.LocalSubjectAccessReview":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:authorization/v1.SubjectAccessReviewSpec;status:authorization/v1.SubjectAccessReviewStatus",
  "authorization/v1.NonResourceAttributes": "path?:string;verb?:string",
  "authorization/v1.NonResourceRule":
    "verbs:[]string l=atomic/;nonResourceURLs?:[]string l=atomic/",
  "authorization/v1.ResourceAttributes":
    "namespace?:string;verb?:string;group?:string;version?:string;resource?:string;subresource?:string;name?:string;fieldSelector*?:authorization/v1.FieldSelectorAttributes;labelSelector*?:authorization/v1.LabelSelectorAttributes",
  "authorization/v1.ResourceRule":
    "verbs:[]string l=atomic/;apiGroups?:[]string l=atomic/;resources?:[]string l=atomic/;resourceNames?:[]string l=atomic/",
  "authorization/v1.SelfSubjectAccessReview":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:authorization/v1.SelfSubjectAccessReviewSpec;status:authorization/v1.SubjectAccessReviewStatus",
  "authorization/v1.SelfSubjectAccessReviewSpec":
    "resourceAttributes*?:authorization/v1.ResourceAttributes;nonResourceAttributes*?:authorization/v1.NonResourceAttributes",
  "authorization/v1.SelfSubjectRulesReview":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:authorization/v1.SelfSubjectRulesReviewSpec;status:authorization/v1.SubjectRulesReviewStatus",
  "authorization/v1.SelfSubjectRulesReviewSpec": "namespace?:string",
  "authorization/v1.SubjectAccessReview":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:authorization/v1.SubjectAccessReviewSpec;status:authorization/v1.SubjectAccessReviewStatus",
  "authorization/v1.SubjectAccessReviewSpec":
    "resourceAttributes*?:authorization/v1.ResourceAttributes;nonResourceAttributes*?:authorization/v1.NonResourceAttributes;user?:string;groups?:[]string l=atomic/;extra?:{}[]string;uid?:string",
  "authorization/v1.SubjectAccessReviewStatus":
    "allowed:bool d=false;denied?:bool;reason?:string;evaluationError?:string",
  "authorization/v1.SubjectRulesReviewStatus":
    "resourceRules:[]authorization/v1.ResourceRule l=atomic/;nonResourceRules:[]authorization/v1.NonResourceRule l=atomic/;incomplete:bool d=false;evaluationError?:string",
  "autoscaling/v1.CrossVersionObjectReference": "!kind:string;name:string;apiVersion?:string",
  "autoscaling/v1.HorizontalPodAutoscaler":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:autoscaling/v1.HorizontalPodAutoscalerSpec;status:autoscaling/v1.HorizontalPodAutoscalerStatus",
  "autoscaling/v1.HorizontalPodAutoscalerSpec":
    "scaleTargetRef:autoscaling/v1.CrossVersionObjectReference;minReplicas*?:int32;maxReplicas:int32;targetCPUUtilizationPercentage*?:int32",
  "autoscaling/v1.HorizontalPodAutoscalerStatus":
    "observedGeneration*?:int64;lastScaleTime*?:time;currentReplicas:int32;desiredReplicas:int32;currentCPUUtilizationPercentage*?:int32",
  "autoscaling/v1.Scale":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:autoscaling/v1.ScaleSpec;status:autoscaling/v1.ScaleStatus",
  "autoscaling/v1.ScaleSpec": "replicas?:int32",
  "autoscaling/v1.ScaleStatus": "replicas:int32;selector?:string",
  "autoscaling/v2.ContainerResourceMetricSource":
    "name:string~v1.ResourceName;target:autoscaling/v2.MetricTarget;container:string",
  "autoscaling/v2.ContainerResourceMetricStatus":
    "name:string~v1.ResourceName;current:autoscaling/v2.MetricValueStatus;container:string",
  "autoscaling/v2.CrossVersionObjectReference": "kind:string;name:string;apiVersion?:string",
  "autoscaling/v2.ExternalMetricSource":
    "metric:autoscaling/v2.MetricIdentifier;target:autoscaling/v2.MetricTarget",
  "autoscaling/v2.ExternalMetricStatus":
    "metric:autoscaling/v2.MetricIdentifier;current:autoscaling/v2.MetricValueStatus",
  "autoscaling/v2.HPAScalingPolicy":
    "type:string~v2.HPAScalingPolicyType;value:int32;periodSeconds:int32",
  "autoscaling/v2.HPAScalingRules":
    "stabilizationWindowSeconds*?:int32;selectPolicy*?:string~v2.ScalingPolicySelect;policies?:[]autoscaling/v2.HPAScalingPolicy l=atomic/;tolerance*?:quantity",
  "autoscaling/v2.HorizontalPodAutoscaler":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:autoscaling/v2.HorizontalPodAutoscalerSpec;status:autoscaling/v2.HorizontalPodAutoscalerStatus",
  "autoscaling/v2.HorizontalPodAutoscalerBehavior":
    "scaleUp*?:autoscaling/v2.HPAScalingRules;scaleDown*?:autoscaling/v2.HPAScalingRules",
  "autoscaling/v2.HorizontalPodAutoscalerCondition":
    "type:string~v2.HorizontalPodAutoscalerConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "autoscaling/v2.HorizontalPodAutoscalerSpec":
    "scaleTargetRef:autoscaling/v2.CrossVersionObjectReference;minReplicas*?:int32;maxReplicas:int32;metrics?:[]autoscaling/v2.MetricSpec l=atomic/;behavior*?:autoscaling/v2.HorizontalPodAutoscalerBehavior",
  "autoscaling/v2.HorizontalPodAutoscalerStatus":
    "observedGeneration*?:int64;lastScaleTime*?:time;currentReplicas?:int32;desiredReplicas:int32;currentMetrics:[]autoscaling/v2.MetricStatus l=atomic/;conditions?:[]autoscaling/v2.HorizontalPodAutoscalerCondition p=merge/type l=map/type",
  "autoscaling/v2.MetricIdentifier": "name:string;selector*?:meta/v1.LabelSelector",
  "autoscaling/v2.MetricSpec":
    "type:string~v2.MetricSourceType;object*?:autoscaling/v2.ObjectMetricSource;pods*?:autoscaling/v2.PodsMetricSource;resource*?:autoscaling/v2.ResourceMetricSource;containerResource*?:autoscaling/v2.ContainerResourceMetricSource;external*?:autoscaling/v2.ExternalMetricSource",
  "autoscaling/v2.MetricStatus":
    "type:string~v2.MetricSourceType;object*?:autoscaling/v2.ObjectMetricStatus;pods*?:autoscaling/v2.PodsMetricStatus;resource*?:autoscaling/v2.ResourceMetricStatus;containerResource*?:autoscaling/v2.ContainerResourceMetricStatus;external*?:autoscaling/v2.ExternalMetricStatus",
  "autoscaling/v2.MetricTarget":
    "type:string~v2.MetricTargetType;value*?:quantity;averageValue*?:quantity;averageUtilization*?:int32",
  "autoscaling/v2.MetricValueStatus":
    "value*?:quantity;averageValue*?:quantity;averageUtilization*?:int32",
  "autoscaling/v2.ObjectMetricSource":
    "describedObject:autoscaling/v2.CrossVersionObjectReference;target:autoscaling/v2.MetricTarget;metric:autoscaling/v2.MetricIdentifier",
  "autoscaling/v2.ObjectMetricStatus":
    "metric:autoscaling/v2.MetricIdentifier;current:autoscaling/v2.MetricValueStatus;describedObject:autoscaling/v2.CrossVersionObjectReference",
  "autoscaling/v2.PodsMetricSource":
    "metric:autoscaling/v2.MetricIdentifier;target:autoscaling/v2.MetricTarget",
  "autoscaling/v2.PodsMetricStatus":
    "metric:autoscaling/v2.MetricIdentifier;current:autoscaling/v2.MetricValueStatus",
  "autoscaling/v2.ResourceMetricSource":
    "name:string~v1.ResourceName;target:autoscaling/v2.MetricTarget",
  "autoscaling/v2.ResourceMetricStatus":
    "name:string~v1.ResourceName;current:autoscaling/v2.MetricValueStatus",
  "batch/v1.CronJob":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:batch/v1.CronJobSpec;status:batch/v1.CronJobStatus",
  "batch/v1.CronJobSpec":
    "schedule:string;timeZone*?:string;startingDeadlineSeconds*?:int64;concurrencyPolicy?:string~v1.ConcurrencyPolicy;suspend*?:bool;jobTemplate:batch/v1.JobTemplateSpec;successfulJobsHistoryLimit*?:int32;failedJobsHistoryLimit*?:int32",
  "batch/v1.CronJobStatus":
    "active?:[]core/v1.ObjectReference l=atomic/;lastScheduleTime*?:time;lastSuccessfulTime*?:time",
  "batch/v1.Job":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:batch/v1.JobSpec;status:batch/v1.JobStatus",
  "batch/v1.JobCondition":
    "type:string~v1.JobConditionType;status:string~v1.ConditionStatus;lastProbeTime:time;lastTransitionTime:time;reason?:string;message?:string",
  "batch/v1.JobSpec":
    "parallelism*?:int32;completions*?:int32;activeDeadlineSeconds*?:int64;podFailurePolicy*?:batch/v1.PodFailurePolicy;successPolicy*?:batch/v1.SuccessPolicy;backoffLimit*?:int32;backoffLimitPerIndex*?:int32;maxFailedIndexes*?:int32;selector*?:meta/v1.LabelSelector;manualSelector*?:bool;template:core/v1.PodTemplateSpec;ttlSecondsAfterFinished*?:int32;completionMode*?:string~v1.CompletionMode;suspend*?:bool;podReplacementPolicy*?:string~v1.PodReplacementPolicy;managedBy*?:string",
  "batch/v1.JobStatus":
    "conditions?:[]batch/v1.JobCondition p=merge/type l=atomic/;startTime*?:time;completionTime*?:time;active?:int32;succeeded?:int32;failed?:int32;terminating*?:int32;completedIndexes?:string;failedIndexes*?:string;uncountedTerminatedPods*?:batch/v1.UncountedTerminatedPods;ready*?:int32",
  "batch/v1.JobTemplateSpec": "metadata:meta/v1.ObjectMeta;spec:batch/v1.JobSpec",
  "batch/v1.PodFailurePolicy": "rules:[]batch/v1.PodFailurePolicyRule l=atomic/",
  "batch/v1.PodFailurePolicyOnExitCodesRequirement":
    "containerName*?:string;operator:string~v1.PodFailurePolicyOnExitCodesOperator;values:[]int32 l=set/",
  "batch/v1.PodFailurePolicyOnPodConditionsPattern":
    "type:string~v1.PodConditionType;status:string~v1.ConditionStatus",
  "batch/v1.PodFailurePolicyRule":
    "action:string~v1.PodFailurePolicyAction;onExitCodes*?:batch/v1.PodFailurePolicyOnExitCodesRequirement;onPodConditions?:[]batch/v1.PodFailurePolicyOnPodConditionsPattern l=atomic/",
  "batch/v1.SuccessPolicy": "rules:[]batch/v1.SuccessPolicyRule l=atomic/",
  "batch/v1.SuccessPolicyRule": "succeededIndexes*?:string;succeededCount*?:int32",
  "batch/v1.UncountedTerminatedPods":
    "succeeded?:[]string~types.UID l=set/;failed?:[]string~types.UID l=set/",
  "certificates/v1.CertificateSigningRequest":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:certificates/v1.CertificateSigningRequestSpec;status:certificates/v1.CertificateSigningRequestStatus",
  "certificates/v1.CertificateSigningRequestCondition":
    "type:string~v1.RequestConditionType;status:string~v1.ConditionStatus;reason?:string;message?:string;lastUpdateTime:time;lastTransitionTime:time",
  "certificates/v1.CertificateSigningRequestSpec":
    "request:bytes;signerName:string;expirationSeconds*?:int32;usages?:[]string~v1.KeyUsage l=atomic/;username?:string;uid?:string;groups?:[]string l=atomic/;extra?:{}[]string",
  "certificates/v1.CertificateSigningRequestStatus":
    "conditions?:[]certificates/v1.CertificateSigningRequestCondition l=map/type;certificate?:bytes",
  "coordination/v1.Lease":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:coordination/v1.LeaseSpec",
  "coordination/v1.LeaseSpec":
    "holderIdentity*?:string;leaseDurationSeconds*?:int32;acquireTime*?:microtime;renewTime*?:microtime;leaseTransitions*?:int32;strategy*?:string~v1.CoordinatedLeaseStrategy;preferredHolder*?:string",
  "core/v1.AWSElasticBlockStoreVolumeSource":
    "volumeID:string;fsType?:string;partition?:int32;readOnly?:bool",
  "core/v1.Affinity":
    "nodeAffinity*?:core/v1.NodeAffinity;podAffinity*?:core/v1.PodAffinity;podAntiAffinity*?:core/v1.PodAntiAffinity",
  "core/v1.AppArmorProfile": "type:string~v1.AppArmorProfileType;localhostProfile*?:string",
  "core/v1.AttachedVolume": "name:string~v1.UniqueVolumeName;devicePath:string",
  "core/v1.AzureDiskVolumeSource":
    'diskName:string;diskURI:string;cachingMode*?:string~v1.AzureDataDiskCachingMode d="ReadWrite";fsType*?:string d="ext4";readOnly*?:bool d=false;kind*?:string~v1.AzureDataDiskKind d="Shared"',
  "core/v1.AzureFilePersistentVolumeSource":
    "secretName:string;shareName:string;readOnly?:bool;secretNamespace*:string",
  "core/v1.AzureFileVolumeSource": "secretName:string;shareName:string;readOnly?:bool",
  "core/v1.Binding":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;target:core/v1.ObjectReference",
  "core/v1.CSIPersistentVolumeSource":
    "driver:string;volumeHandle:string;readOnly?:bool;fsType?:string;volumeAttributes?:{}string;controllerPublishSecretRef*?:core/v1.SecretReference;nodeStageSecretRef*?:core/v1.SecretReference;nodePublishSecretRef*?:core/v1.SecretReference;controllerExpandSecretRef*?:core/v1.SecretReference;nodeExpandSecretRef*?:core/v1.SecretReference",
  "core/v1.CSIVolumeSource":
    "driver:string;readOnly*?:bool;fsType*?:string;volumeAttributes?:{}string;nodePublishSecretRef*?:core/v1.LocalObjectReference",
  "core/v1.Capabilities":
    "add?:[]string~v1.Capability l=atomic/;drop?:[]string~v1.Capability l=atomic/",
  "core/v1.CephFSPersistentVolumeSource":
    "monitors:[]string l=atomic/;path?:string;user?:string;secretFile?:string;secretRef*?:core/v1.SecretReference;readOnly?:bool",
  "core/v1.CephFSVolumeSource":
    "monitors:[]string l=atomic/;path?:string;user?:string;secretFile?:string;secretRef*?:core/v1.LocalObjectReference;readOnly?:bool",
  "core/v1.CinderPersistentVolumeSource":
    "volumeID:string;fsType?:string;readOnly?:bool;secretRef*?:core/v1.SecretReference",
  "core/v1.CinderVolumeSource":
    "volumeID:string;fsType?:string;readOnly?:bool;secretRef*?:core/v1.LocalObjectReference",
  "core/v1.ClientIPConfig": "timeoutSeconds*?:int32",
  "core/v1.ClusterTrustBundleProjection":
    "name*?:string;signerName*?:string;labelSelector*?:meta/v1.LabelSelector;optional*?:bool;path:string",
  "core/v1.ComponentCondition":
    "type:string~v1.ComponentConditionType;status:string~v1.ConditionStatus;message?:string;error?:string",
  "core/v1.ComponentStatus":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;conditions?:[]core/v1.ComponentCondition p=merge/type l=map/type",
  "core/v1.ConfigMap":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;immutable*?:bool;data?:{}string;binaryData?:{}bytes",
  "core/v1.ConfigMapEnvSource": "name?:string;optional*?:bool",
  "core/v1.ConfigMapKeySelector": "!name?:string;key:string;optional*?:bool",
  "core/v1.ConfigMapNodeConfigSource":
    "namespace:string;name:string;uid?:string~types.UID;resourceVersion?:string;kubeletConfigKey:string",
  "core/v1.ConfigMapProjection":
    "name?:string;items?:[]core/v1.KeyToPath l=atomic/;optional*?:bool",
  "core/v1.ConfigMapVolumeSource":
    "name?:string;items?:[]core/v1.KeyToPath l=atomic/;defaultMode*?:int32;optional*?:bool",
  "core/v1.Container":
    "name:string;image?:string;command?:[]string l=atomic/;args?:[]string l=atomic/;workingDir?:string;ports?:[]core/v1.ContainerPort p=merge/containerPort l=map/containerPort,protocol;envFrom?:[]core/v1.EnvFromSource l=atomic/;env?:[]core/v1.EnvVar p=merge/name l=map/name;resources:core/v1.ResourceRequirements;resizePolicy?:[]core/v1.ContainerResizePolicy l=atomic/;restartPolicy*?:string~v1.ContainerRestartPolicy;restartPolicyRules?:[]core/v1.ContainerRestartRule l=atomic/;volumeMounts?:[]core/v1.VolumeMount p=merge/mountPath l=map/mountPath;volumeDevices?:[]core/v1.VolumeDevice p=merge/devicePath l=map/devicePath;livenessProbe*?:core/v1.Probe;readinessProbe*?:core/v1.Probe;startupProbe*?:core/v1.Probe;lifecycle*?:core/v1.Lifecycle;terminationMessagePath?:string;terminationMessagePolicy?:string~v1.TerminationMessagePolicy;imagePullPolicy?:string~v1.PullPolicy;securityContext*?:core/v1.SecurityContext;stdin?:bool;stdinOnce?:bool;tty?:bool",
  "core/v1.ContainerExtendedResourceRequest":
    "containerName:string;resourceName:string;requestName:string",
  "core/v1.ContainerImage": "names:[]string l=atomic/;sizeBytes?:int64",
  "core/v1.ContainerPort":
    'name?:string;hostPort?:int32;containerPort:int32;protocol?:string~v1.Protocol d="TCP";hostIP?:string',
  "core/v1.ContainerResizePolicy":
    "resourceName:string~v1.ResourceName;restartPolicy:string~v1.ResourceResizeRestartPolicy",
  "core/v1.ContainerRestartRule":
    "action?:string~v1.ContainerRestartRuleAction;exitCodes*?:core/v1.ContainerRestartRuleOnExitCodes",
  "core/v1.ContainerRestartRuleOnExitCodes":
    "operator?:string~v1.ContainerRestartRuleOnExitCodesOperator;values?:[]int32 l=set/",
  "core/v1.ContainerState":
    "waiting*?:core/v1.ContainerStateWaiting;running*?:core/v1.ContainerStateRunning;terminated*?:core/v1.ContainerStateTerminated",
  "core/v1.ContainerStateRunning": "startedAt:time",
  "core/v1.ContainerStateTerminated":
    "exitCode:int32;signal?:int32;reason?:string;message?:string;startedAt:time;finishedAt:time;containerID?:string",
  "core/v1.ContainerStateWaiting": "reason?:string;message?:string",
  "core/v1.ContainerStatus":
    "name:string;state:core/v1.ContainerState;lastState:core/v1.ContainerState;ready:bool d=false;restartCount:int32;image:string;imageID:string;containerID?:string;started*?:bool;allocatedResources?:{}quantity;resources*?:core/v1.ResourceRequirements;volumeMounts?:[]core/v1.VolumeMountStatus p=merge/mountPath l=map/mountPath;user*?:core/v1.ContainerUser;allocatedResourcesStatus?:[]core/v1.ResourceStatus p=merge/name l=map/name;stopSignal*?:string~v1.Signal",
  "core/v1.ContainerUser": "linux*?:core/v1.LinuxContainerUser",
  "core/v1.DaemonEndpoint": "Port:int32",
  "core/v1.DownwardAPIProjection": "items?:[]core/v1.DownwardAPIVolumeFile l=atomic/",
  "core/v1.DownwardAPIVolumeFile":
    "path:string;fieldRef*?:core/v1.ObjectFieldSelector;resourceFieldRef*?:core/v1.ResourceFieldSelector;mode*?:int32",
  "core/v1.DownwardAPIVolumeSource":
    "items?:[]core/v1.DownwardAPIVolumeFile l=atomic/;defaultMode*?:int32",
  "core/v1.EmptyDirVolumeSource": "medium?:string~v1.StorageMedium;sizeLimit*?:quantity",
  "core/v1.EndpointAddress":
    "!ip:string;hostname?:string;nodeName*?:string;targetRef*?:core/v1.ObjectReference",
  "core/v1.EndpointPort":
    "!name?:string;port:int32;protocol?:string~v1.Protocol;appProtocol*?:string",
  "core/v1.EndpointSubset":
    "addresses?:[]core/v1.EndpointAddress l=atomic/;notReadyAddresses?:[]core/v1.EndpointAddress l=atomic/;ports?:[]core/v1.EndpointPort l=atomic/",
  "core/v1.Endpoints":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;subsets?:[]core/v1.EndpointSubset l=atomic/",
  "core/v1.EnvFromSource":
    "prefix?:string;configMapRef*?:core/v1.ConfigMapEnvSource;secretRef*?:core/v1.SecretEnvSource",
  "core/v1.EnvVar": "name:string;value?:string;valueFrom*?:core/v1.EnvVarSource",
  "core/v1.EnvVarSource":
    "fieldRef*?:core/v1.ObjectFieldSelector;resourceFieldRef*?:core/v1.ResourceFieldSelector;configMapKeyRef*?:core/v1.ConfigMapKeySelector;secretKeyRef*?:core/v1.SecretKeySelector;fileKeyRef*?:core/v1.FileKeySelector",
  "core/v1.EphemeralContainer":
    "name:string;image?:string;command?:[]string l=atomic/;args?:[]string l=atomic/;workingDir?:string;ports?:[]core/v1.ContainerPort p=merge/containerPort l=map/containerPort,protocol;envFrom?:[]core/v1.EnvFromSource l=atomic/;env?:[]core/v1.EnvVar p=merge/name l=map/name;resources:core/v1.ResourceRequirements;resizePolicy?:[]core/v1.ContainerResizePolicy l=atomic/;restartPolicy*?:string~v1.ContainerRestartPolicy;restartPolicyRules?:[]core/v1.ContainerRestartRule l=atomic/;volumeMounts?:[]core/v1.VolumeMount p=merge/mountPath l=map/mountPath;volumeDevices?:[]core/v1.VolumeDevice p=merge/devicePath l=map/devicePath;livenessProbe*?:core/v1.Probe;readinessProbe*?:core/v1.Probe;startupProbe*?:core/v1.Probe;lifecycle*?:core/v1.Lifecycle;terminationMessagePath?:string;terminationMessagePolicy?:string~v1.TerminationMessagePolicy;imagePullPolicy?:string~v1.PullPolicy;securityContext*?:core/v1.SecurityContext;stdin?:bool;stdinOnce?:bool;tty?:bool;targetContainerName?:string",
  "core/v1.EphemeralVolumeSource": "volumeClaimTemplate*?:core/v1.PersistentVolumeClaimTemplate",
  "core/v1.Event":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;involvedObject:core/v1.ObjectReference;reason?:string;message?:string;source:core/v1.EventSource;firstTimestamp:time;lastTimestamp:time;count?:int32;type?:string;eventTime:microtime;series*?:core/v1.EventSeries;action?:string;related*?:core/v1.ObjectReference;reportingComponent:string;reportingInstance:string",
  "core/v1.EventSeries": "count?:int32;lastObservedTime:microtime",
  "core/v1.EventSource": "component?:string;host?:string",
  "core/v1.ExecAction": "command?:[]string l=atomic/",
  "core/v1.FCVolumeSource":
    "targetWWNs?:[]string l=atomic/;lun*?:int32;fsType?:string;readOnly?:bool;wwids?:[]string l=atomic/",
  "core/v1.FileKeySelector": "!volumeName:string;path:string;key:string;optional*?:bool d=false",
  "core/v1.FlexPersistentVolumeSource":
    "driver:string;fsType?:string;secretRef*?:core/v1.SecretReference;readOnly?:bool;options?:{}string",
  "core/v1.FlexVolumeSource":
    "driver:string;fsType?:string;secretRef*?:core/v1.LocalObjectReference;readOnly?:bool;options?:{}string",
  "core/v1.FlockerVolumeSource": "datasetName?:string;datasetUUID?:string",
  "core/v1.GCEPersistentDiskVolumeSource":
    "pdName:string;fsType?:string;partition?:int32;readOnly?:bool",
  "core/v1.GRPCAction": "port:int32;service*:string",
  "core/v1.GitRepoVolumeSource": "repository:string;revision?:string;directory?:string",
  "core/v1.GlusterfsPersistentVolumeSource":
    "endpoints:string;path:string;readOnly?:bool;endpointsNamespace*?:string",
  "core/v1.GlusterfsVolumeSource": "endpoints:string;path:string;readOnly?:bool",
  "core/v1.HTTPGetAction":
    "path?:string;port:intstr;host?:string;scheme?:string~v1.URIScheme;httpHeaders?:[]core/v1.HTTPHeader l=atomic/",
  "core/v1.HTTPHeader": "name:string;value:string",
  "core/v1.HostAlias": "ip:string;hostnames?:[]string l=atomic/",
  "core/v1.HostIP": "ip:string",
  "core/v1.HostPathVolumeSource": "path:string;type*?:string~v1.HostPathType",
  "core/v1.ISCSIPersistentVolumeSource":
    'targetPortal:string;iqn:string;lun:int32;iscsiInterface?:string d="default";fsType?:string;readOnly?:bool;portals?:[]string l=atomic/;chapAuthDiscovery?:bool;chapAuthSession?:bool;secretRef*?:core/v1.SecretReference;initiatorName*?:string',
  "core/v1.ISCSIVolumeSource":
    'targetPortal:string;iqn:string;lun:int32;iscsiInterface?:string d="default";fsType?:string;readOnly?:bool;portals?:[]string l=atomic/;chapAuthDiscovery?:bool;chapAuthSession?:bool;secretRef*?:core/v1.LocalObjectReference;initiatorName*?:string',
  "core/v1.ImageVolumeSource": "reference?:string;pullPolicy?:string~v1.PullPolicy",
  "core/v1.ImageVolumeStatus": "imageRef?:string",
  "core/v1.KeyToPath": "key:string;path:string;mode*?:int32",
  "core/v1.Lifecycle":
    "postStart*?:core/v1.LifecycleHandler;preStop*?:core/v1.LifecycleHandler;stopSignal*?:string~v1.Signal",
  "core/v1.LifecycleHandler":
    "exec*?:core/v1.ExecAction;httpGet*?:core/v1.HTTPGetAction;tcpSocket*?:core/v1.TCPSocketAction;sleep*?:core/v1.SleepAction",
  "core/v1.LimitRange":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.LimitRangeSpec",
  "core/v1.LimitRangeItem":
    "type:string~v1.LimitType;max?:{}quantity;min?:{}quantity;default?:{}quantity;defaultRequest?:{}quantity;maxLimitRequestRatio?:{}quantity",
  "core/v1.LimitRangeSpec": "limits:[]core/v1.LimitRangeItem l=atomic/",
  "core/v1.LinuxContainerUser": "uid:int64;gid:int64;supplementalGroups?:[]int64 l=atomic/",
  "core/v1.LoadBalancerIngress":
    "ip?:string;hostname?:string;ipMode*?:string~v1.LoadBalancerIPMode;ports?:[]core/v1.PortStatus l=atomic/",
  "core/v1.LoadBalancerStatus": "ingress?:[]core/v1.LoadBalancerIngress l=atomic/",
  "core/v1.LocalObjectReference": "!name?:string",
  "core/v1.LocalVolumeSource": "path:string;fsType*?:string",
  "core/v1.ModifyVolumeStatus":
    "targetVolumeAttributesClassName?:string;status:string~v1.PersistentVolumeClaimModifyVolumeStatus",
  "core/v1.NFSVolumeSource": "server:string;path:string;readOnly?:bool",
  "core/v1.Namespace":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.NamespaceSpec;status:core/v1.NamespaceStatus",
  "core/v1.NamespaceCondition":
    "type:string~v1.NamespaceConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "core/v1.NamespaceSpec": "finalizers?:[]string~v1.FinalizerName l=atomic/",
  "core/v1.NamespaceStatus":
    "phase?:string~v1.NamespacePhase;conditions?:[]core/v1.NamespaceCondition p=merge/type l=map/type",
  "core/v1.Node":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.NodeSpec;status:core/v1.NodeStatus",
  "core/v1.NodeAddress": "type:string~v1.NodeAddressType;address:string",
  "core/v1.NodeAffinity":
    "requiredDuringSchedulingIgnoredDuringExecution*?:core/v1.NodeSelector;preferredDuringSchedulingIgnoredDuringExecution?:[]core/v1.PreferredSchedulingTerm l=atomic/",
  "core/v1.NodeAllocatableResourceClaimStatus":
    "resourceClaimName:string;containers?:[]string l=set/;resources:{}quantity",
  "core/v1.NodeCondition":
    "type:string~v1.NodeConditionType;status:string~v1.ConditionStatus;lastHeartbeatTime:time;lastTransitionTime:time;reason?:string;message?:string",
  "core/v1.NodeConfigSource": "configMap*?:core/v1.ConfigMapNodeConfigSource",
  "core/v1.NodeConfigStatus":
    "assigned*?:core/v1.NodeConfigSource;active*?:core/v1.NodeConfigSource;lastKnownGood*?:core/v1.NodeConfigSource;error?:string",
  "core/v1.NodeDaemonEndpoints": "kubeletEndpoint:core/v1.DaemonEndpoint",
  "core/v1.NodeFeatures": "supplementalGroupsPolicy*?:bool",
  "core/v1.NodeRuntimeHandler": "name:string;features*?:core/v1.NodeRuntimeHandlerFeatures",
  "core/v1.NodeRuntimeHandlerFeatures": "recursiveReadOnlyMounts*?:bool;userNamespaces*?:bool",
  "core/v1.NodeSelector": "!nodeSelectorTerms:[]core/v1.NodeSelectorTerm l=atomic/",
  "core/v1.NodeSelectorRequirement":
    "key:string;operator:string~v1.NodeSelectorOperator;values?:[]string l=atomic/",
  "core/v1.NodeSelectorTerm":
    "!matchExpressions?:[]core/v1.NodeSelectorRequirement l=atomic/;matchFields?:[]core/v1.NodeSelectorRequirement l=atomic/",
  "core/v1.NodeSpec":
    "podCIDR?:string;podCIDRs?:[]string p=merge/ l=set/;providerID?:string;unschedulable?:bool;taints?:[]core/v1.Taint l=atomic/;configSource*?:core/v1.NodeConfigSource;externalID?:string",
  "core/v1.NodeStatus":
    "capacity?:{}quantity;allocatable?:{}quantity;phase?:string~v1.NodePhase;conditions?:[]core/v1.NodeCondition p=merge/type l=map/type;addresses?:[]core/v1.NodeAddress p=merge/type l=map/type;daemonEndpoints:core/v1.NodeDaemonEndpoints;nodeInfo:core/v1.NodeSystemInfo;images?:[]core/v1.ContainerImage l=atomic/;volumesInUse?:[]string~v1.UniqueVolumeName l=atomic/;volumesAttached?:[]core/v1.AttachedVolume l=atomic/;config*?:core/v1.NodeConfigStatus;runtimeHandlers?:[]core/v1.NodeRuntimeHandler l=atomic/;features*?:core/v1.NodeFeatures;declaredFeatures?:[]string l=atomic/",
  "core/v1.NodeSwapStatus": "capacity*?:int64",
  "core/v1.NodeSystemInfo":
    "machineID:string;systemUUID:string;bootID:string;kernelVersion:string;osImage:string;containerRuntimeVersion:string;kubeletVersion:string;kubeProxyVersion:string;operatingSystem:string;architecture:string;swap*?:core/v1.NodeSwapStatus",
  "core/v1.ObjectFieldSelector": "!apiVersion?:string;fieldPath:string",
  "core/v1.ObjectReference":
    "!kind?:string;namespace?:string;name?:string;uid?:string~types.UID;apiVersion?:string;resourceVersion?:string;fieldPath?:string",
  "core/v1.PersistentVolume":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.PersistentVolumeSpec;status:core/v1.PersistentVolumeStatus",
  "core/v1.PersistentVolumeClaim":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.PersistentVolumeClaimSpec;status:core/v1.PersistentVolumeClaimStatus",
  "core/v1.PersistentVolumeClaimCondition":
    "type:string~v1.PersistentVolumeClaimConditionType;status:string~v1.ConditionStatus;lastProbeTime:time;lastTransitionTime:time;reason?:string;message?:string",
  "core/v1.PersistentVolumeClaimSpec":
    "accessModes?:[]string~v1.PersistentVolumeAccessMode l=atomic/;selector*?:meta/v1.LabelSelector;resources:core/v1.VolumeResourceRequirements;volumeName?:string;storageClassName*?:string;volumeMode*?:string~v1.PersistentVolumeMode;dataSource*?:core/v1.TypedLocalObjectReference;dataSourceRef*?:core/v1.TypedObjectReference;volumeAttributesClassName*?:string",
  "core/v1.PersistentVolumeClaimStatus":
    "phase?:string~v1.PersistentVolumeClaimPhase;accessModes?:[]string~v1.PersistentVolumeAccessMode l=atomic/;capacity?:{}quantity;conditions?:[]core/v1.PersistentVolumeClaimCondition p=merge/type l=map/type;allocatedResources?:{}quantity;allocatedResourceStatuses?:{}string~v1.ClaimResourceStatus;currentVolumeAttributesClassName*?:string;modifyVolumeStatus*?:core/v1.ModifyVolumeStatus",
  "core/v1.PersistentVolumeClaimTemplate":
    "metadata:meta/v1.ObjectMeta;spec:core/v1.PersistentVolumeClaimSpec",
  "core/v1.PersistentVolumeClaimVolumeSource": "claimName:string;readOnly?:bool",
  "core/v1.PersistentVolumeSpec":
    "capacity?:{}quantity;gcePersistentDisk*?:core/v1.GCEPersistentDiskVolumeSource;awsElasticBlockStore*?:core/v1.AWSElasticBlockStoreVolumeSource;hostPath*?:core/v1.HostPathVolumeSource;glusterfs*?:core/v1.GlusterfsPersistentVolumeSource;nfs*?:core/v1.NFSVolumeSource;rbd*?:core/v1.RBDPersistentVolumeSource;iscsi*?:core/v1.ISCSIPersistentVolumeSource;cinder*?:core/v1.CinderPersistentVolumeSource;cephfs*?:core/v1.CephFSPersistentVolumeSource;fc*?:core/v1.FCVolumeSource;flocker*?:core/v1.FlockerVolumeSource;flexVolume*?:core/v1.FlexPersistentVolumeSource;azureFile*?:core/v1.AzureFilePersistentVolumeSource;vsphereVolume*?:core/v1.VsphereVirtualDiskVolumeSource;quobyte*?:core/v1.QuobyteVolumeSource;azureDisk*?:core/v1.AzureDiskVolumeSource;photonPersistentDisk*?:core/v1.PhotonPersistentDiskVolumeSource;portworxVolume*?:core/v1.PortworxVolumeSource;scaleIO*?:core/v1.ScaleIOPersistentVolumeSource;local*?:core/v1.LocalVolumeSource;storageos*?:core/v1.StorageOSPersistentVolumeSource;csi*?:core/v1.CSIPersistentVolumeSource;accessModes?:[]string~v1.PersistentVolumeAccessMode l=atomic/;claimRef*?:core/v1.ObjectReference;persistentVolumeReclaimPolicy?:string~v1.PersistentVolumeReclaimPolicy;storageClassName?:string;mountOptions?:[]string l=atomic/;volumeMode*?:string~v1.PersistentVolumeMode;nodeAffinity*?:core/v1.VolumeNodeAffinity;volumeAttributesClassName*?:string",
  "core/v1.PersistentVolumeStatus":
    "phase?:string~v1.PersistentVolumePhase;message?:string;reason?:string;lastPhaseTransitionTime*?:time",
  "core/v1.PhotonPersistentDiskVolumeSource": "pdID:string;fsType?:string",
  "core/v1.Pod":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.PodSpec;status:core/v1.PodStatus",
  "core/v1.PodAffinity":
    "requiredDuringSchedulingIgnoredDuringExecution?:[]core/v1.PodAffinityTerm l=atomic/;preferredDuringSchedulingIgnoredDuringExecution?:[]core/v1.WeightedPodAffinityTerm l=atomic/",
  "core/v1.PodAffinityTerm":
    "labelSelector*?:meta/v1.LabelSelector;namespaces?:[]string l=atomic/;topologyKey:string;namespaceSelector*?:meta/v1.LabelSelector;matchLabelKeys?:[]string l=atomic/;mismatchLabelKeys?:[]string l=atomic/",
  "core/v1.PodAntiAffinity":
    "requiredDuringSchedulingIgnoredDuringExecution?:[]core/v1.PodAffinityTerm l=atomic/;preferredDuringSchedulingIgnoredDuringExecution?:[]core/v1.WeightedPodAffinityTerm l=atomic/",
  "core/v1.PodCertificateProjection":
    "signerName?:string;keyType?:string;maxExpirationSeconds*?:int32;credentialBundlePath?:string;keyPath?:string;certificateChainPath?:string;userAnnotations?:{}string",
  "core/v1.PodCondition":
    "type:string~v1.PodConditionType;observedGeneration?:int64;status:string~v1.ConditionStatus;lastProbeTime:time;lastTransitionTime:time;reason?:string;message?:string",
  "core/v1.PodDNSConfig":
    "nameservers?:[]string l=atomic/;searches?:[]string l=atomic/;options?:[]core/v1.PodDNSConfigOption l=atomic/",
  "core/v1.PodDNSConfigOption": "name?:string;value*?:string",
  "core/v1.PodExtendedResourceClaimStatus":
    "requestMappings:[]core/v1.ContainerExtendedResourceRequest l=atomic/;resourceClaimName:string",
  "core/v1.PodIP": "ip:string",
  "core/v1.PodOS": "name:string~v1.OSName",
  "core/v1.PodReadinessGate": "conditionType:string~v1.PodConditionType",
  "core/v1.PodResourceClaim":
    "name:string;resourceClaimName*?:string;resourceClaimTemplateName*?:string",
  "core/v1.PodResourceClaimStatus": "name:string;resourceClaimName*?:string",
  "core/v1.PodSchedulingGate": "name:string",
  "core/v1.PodSchedulingGroup": "podGroupName*?:string",
  "core/v1.PodSecurityContext":
    "seLinuxOptions*?:core/v1.SELinuxOptions;windowsOptions*?:core/v1.WindowsSecurityContextOptions;runAsUser*?:int64;runAsGroup*?:int64;runAsNonRoot*?:bool;supplementalGroups?:[]int64 l=atomic/;supplementalGroupsPolicy*?:string~v1.SupplementalGroupsPolicy;fsGroup*?:int64;sysctls?:[]core/v1.Sysctl l=atomic/;fsGroupChangePolicy*?:string~v1.PodFSGroupChangePolicy;seccompProfile*?:core/v1.SeccompProfile;appArmorProfile*?:core/v1.AppArmorProfile;seLinuxChangePolicy*?:string~v1.PodSELinuxChangePolicy",
  "core/v1.PodSpec":
    "volumes?:[]core/v1.Volume p=merge,retainKeys/name l=map/name;initContainers?:[]core/v1.Container p=merge/name l=map/name;containers:[]core/v1.Container p=merge/name l=map/name;ephemeralContainers?:[]core/v1.EphemeralContainer p=merge/name l=map/name;restartPolicy?:string~v1.RestartPolicy;terminationGracePeriodSeconds*?:int64;activeDeadlineSeconds*?:int64;dnsPolicy?:string~v1.DNSPolicy;nodeSelector?:{}string a;serviceAccountName?:string;serviceAccount?:string;automountServiceAccountToken*?:bool;nodeName?:string;hostNetwork?:bool;hostPID?:bool;hostIPC?:bool;shareProcessNamespace*?:bool;securityContext*?:core/v1.PodSecurityContext;imagePullSecrets?:[]core/v1.LocalObjectReference p=merge/name l=map/name;hostname?:string;subdomain?:string;affinity*?:core/v1.Affinity;schedulerName?:string;tolerations?:[]core/v1.Toleration l=atomic/;hostAliases?:[]core/v1.HostAlias p=merge/ip l=map/ip;priorityClassName?:string;priority*?:int32;dnsConfig*?:core/v1.PodDNSConfig;readinessGates?:[]core/v1.PodReadinessGate l=atomic/;runtimeClassName*?:string;enableServiceLinks*?:bool;preemptionPolicy*?:string~v1.PreemptionPolicy;overhead?:{}quantity;topologySpreadConstraints?:[]core/v1.TopologySpreadConstraint p=merge/topologyKey l=map/topologyKey,whenUnsatisfiable;setHostnameAsFQDN*?:bool;os*?:core/v1.PodOS;hostUsers*?:bool;schedulingGates?:[]core/v1.PodSchedulingGate p=merge/name l=map/name;resourceClaims?:[]core/v1.PodResourceClaim p=merge,retainKeys/name l=map/name;resources*?:core/v1.ResourceRequirements;hostnameOverride*?:string;schedulingGroup*?:core/v1.PodSchedulingGroup",
  "core/v1.PodStatus":
    "observedGeneration?:int64;phase?:string~v1.PodPhase;conditions?:[]core/v1.PodCondition p=merge/type l=map/type;message?:string;reason?:string;nominatedNodeName?:string;hostIP?:string;hostIPs?:[]core/v1.HostIP p=merge/ip l=atomic/;podIP?:string;podIPs?:[]core/v1.PodIP p=merge/ip l=map/ip;startTime*?:time;initContainerStatuses?:[]core/v1.ContainerStatus l=atomic/;containerStatuses?:[]core/v1.ContainerStatus l=atomic/;qosClass?:string~v1.PodQOSClass;ephemeralContainerStatuses?:[]core/v1.ContainerStatus l=atomic/;resize?:string~v1.PodResizeStatus;resourceClaimStatuses?:[]core/v1.PodResourceClaimStatus p=merge,retainKeys/name l=map/name;extendedResourceClaimStatus*?:core/v1.PodExtendedResourceClaimStatus;allocatedResources?:{}quantity;resources*?:core/v1.ResourceRequirements;nodeAllocatableResourceClaimStatuses?:[]core/v1.NodeAllocatableResourceClaimStatus l=atomic/",
  "core/v1.PodTemplate":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;template:core/v1.PodTemplateSpec",
  "core/v1.PodTemplateSpec": "metadata:meta/v1.ObjectMeta;spec:core/v1.PodSpec",
  "core/v1.PortStatus": "port:int32;protocol:string~v1.Protocol;error*?:string",
  "core/v1.PortworxVolumeSource": "volumeID:string;fsType?:string;readOnly?:bool",
  "core/v1.PreferredSchedulingTerm": "weight:int32;preference:core/v1.NodeSelectorTerm",
  "core/v1.Probe":
    "exec*?:core/v1.ExecAction;httpGet*?:core/v1.HTTPGetAction;tcpSocket*?:core/v1.TCPSocketAction;grpc*?:core/v1.GRPCAction;initialDelaySeconds?:int32;timeoutSeconds?:int32;periodSeconds?:int32;successThreshold?:int32;failureThreshold?:int32;terminationGracePeriodSeconds*?:int64",
  "core/v1.ProjectedVolumeSource":
    "sources:[]core/v1.VolumeProjection l=atomic/;defaultMode*?:int32",
  "core/v1.QuobyteVolumeSource":
    "registry:string;volume:string;readOnly?:bool;user?:string;group?:string;tenant?:string",
  "core/v1.RBDPersistentVolumeSource":
    'monitors:[]string l=atomic/;image:string;fsType?:string;pool?:string d="rbd";user?:string d="admin";keyring?:string d="/etc/ceph/keyring";secretRef*?:core/v1.SecretReference;readOnly?:bool',
  "core/v1.RBDVolumeSource":
    'monitors:[]string l=atomic/;image:string;fsType?:string;pool?:string d="rbd";user?:string d="admin";keyring?:string d="/etc/ceph/keyring";secretRef*?:core/v1.LocalObjectReference;readOnly?:bool',
  "core/v1.ReplicationController":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.ReplicationControllerSpec;status:core/v1.ReplicationControllerStatus",
  "core/v1.ReplicationControllerCondition":
    "type:string~v1.ReplicationControllerConditionType;status:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "core/v1.ReplicationControllerSpec":
    "replicas*?:int32 d=1;minReadySeconds?:int32;selector?:{}string a;template*?:core/v1.PodTemplateSpec",
  "core/v1.ReplicationControllerStatus":
    "replicas:int32;fullyLabeledReplicas?:int32;readyReplicas?:int32;availableReplicas?:int32;observedGeneration?:int64;conditions?:[]core/v1.ReplicationControllerCondition p=merge/type l=map/type",
  "core/v1.ResourceClaim": "name:string;request?:string",
  "core/v1.ResourceFieldSelector": "!containerName?:string;resource:string;divisor:quantity",
  "core/v1.ResourceHealth":
    "resourceID:string~v1.ResourceID;health?:string~v1.ResourceHealthStatus;message*?:string",
  "core/v1.ResourceQuota":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.ResourceQuotaSpec;status:core/v1.ResourceQuotaStatus",
  "core/v1.ResourceQuotaSpec":
    "hard?:{}quantity;scopes?:[]string~v1.ResourceQuotaScope l=atomic/;scopeSelector*?:core/v1.ScopeSelector",
  "core/v1.ResourceQuotaStatus": "hard?:{}quantity;used?:{}quantity",
  "core/v1.ResourceRequirements":
    "limits?:{}quantity;requests?:{}quantity;claims?:[]core/v1.ResourceClaim l=map/name",
  "core/v1.ResourceStatus":
    "name:string~v1.ResourceName;resources?:[]core/v1.ResourceHealth l=map/resourceID",
  "core/v1.SELinuxOptions": "user?:string;role?:string;type?:string;level?:string",
  "core/v1.ScaleIOPersistentVolumeSource":
    'gateway:string;system:string;secretRef*:core/v1.SecretReference;sslEnabled?:bool;protectionDomain?:string;storagePool?:string;storageMode?:string d="ThinProvisioned";volumeName?:string;fsType?:string d="xfs";readOnly?:bool',
  "core/v1.ScaleIOVolumeSource":
    'gateway:string;system:string;secretRef*:core/v1.LocalObjectReference;sslEnabled?:bool;protectionDomain?:string;storagePool?:string;storageMode?:string d="ThinProvisioned";volumeName?:string;fsType?:string d="xfs";readOnly?:bool',
  "core/v1.ScopeSelector":
    "!matchExpressions?:[]core/v1.ScopedResourceSelectorRequirement l=atomic/",
  "core/v1.ScopedResourceSelectorRequirement":
    "scopeName:string~v1.ResourceQuotaScope;operator:string~v1.ScopeSelectorOperator;values?:[]string l=atomic/",
  "core/v1.SeccompProfile": "type:string~v1.SeccompProfileType;localhostProfile*?:string",
  "core/v1.Secret":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;immutable*?:bool;data?:{}bytes;stringData?:{}string;type?:string~v1.SecretType",
  "core/v1.SecretEnvSource": "name?:string;optional*?:bool",
  "core/v1.SecretKeySelector": "!name?:string;key:string;optional*?:bool",
  "core/v1.SecretProjection": "name?:string;items?:[]core/v1.KeyToPath l=atomic/;optional*?:bool",
  "core/v1.SecretReference": "!name?:string;namespace?:string",
  "core/v1.SecretVolumeSource":
    "secretName?:string;items?:[]core/v1.KeyToPath l=atomic/;defaultMode*?:int32;optional*?:bool",
  "core/v1.SecurityContext":
    "capabilities*?:core/v1.Capabilities;privileged*?:bool;seLinuxOptions*?:core/v1.SELinuxOptions;windowsOptions*?:core/v1.WindowsSecurityContextOptions;runAsUser*?:int64;runAsGroup*?:int64;runAsNonRoot*?:bool;readOnlyRootFilesystem*?:bool;allowPrivilegeEscalation*?:bool;procMount*?:string~v1.ProcMountType;seccompProfile*?:core/v1.SeccompProfile;appArmorProfile*?:core/v1.AppArmorProfile",
  "core/v1.Service":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:core/v1.ServiceSpec;status:core/v1.ServiceStatus",
  "core/v1.ServiceAccount":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;secrets?:[]core/v1.ObjectReference p=merge/name l=map/name;imagePullSecrets?:[]core/v1.LocalObjectReference l=atomic/;automountServiceAccountToken*?:bool",
  "core/v1.ServiceAccountTokenProjection": "audience?:string;expirationSeconds*?:int64;path:string",
  "core/v1.ServicePort":
    'name?:string;protocol?:string~v1.Protocol d="TCP";appProtocol*?:string;port:int32;targetPort:intstr;nodePort?:int32',
  "core/v1.ServiceSpec":
    "ports?:[]core/v1.ServicePort p=merge/port l=map/port,protocol;selector?:{}string a;clusterIP?:string;clusterIPs?:[]string l=atomic/;type?:string~v1.ServiceType;externalIPs?:[]string l=atomic/;sessionAffinity?:string~v1.ServiceAffinity;loadBalancerIP?:string;loadBalancerSourceRanges?:[]string l=atomic/;externalName?:string;externalTrafficPolicy?:string~v1.ServiceExternalTrafficPolicy;healthCheckNodePort?:int32;publishNotReadyAddresses?:bool;sessionAffinityConfig*?:core/v1.SessionAffinityConfig;ipFamilies?:[]string~v1.IPFamily l=atomic/;ipFamilyPolicy*?:string~v1.IPFamilyPolicy;allocateLoadBalancerNodePorts*?:bool;loadBalancerClass*?:string;internalTrafficPolicy*?:string~v1.ServiceInternalTrafficPolicy;trafficDistribution*?:string",
  "core/v1.ServiceStatus":
    "loadBalancer:core/v1.LoadBalancerStatus;conditions?:[]meta/v1.Condition p=merge/type l=map/type",
  "core/v1.SessionAffinityConfig": "clientIP*?:core/v1.ClientIPConfig",
  "core/v1.SleepAction": "seconds:int64",
  "core/v1.StorageOSPersistentVolumeSource":
    "volumeName?:string;volumeNamespace?:string;fsType?:string;readOnly?:bool;secretRef*?:core/v1.ObjectReference",
  "core/v1.StorageOSVolumeSource":
    "volumeName?:string;volumeNamespace?:string;fsType?:string;readOnly?:bool;secretRef*?:core/v1.LocalObjectReference",
  "core/v1.Sysctl": "name:string;value:string",
  "core/v1.TCPSocketAction": "port:intstr;host?:string",
  "core/v1.Taint": "key:string;value?:string;effect:string~v1.TaintEffect;timeAdded*?:time",
  "core/v1.Toleration":
    "key?:string;operator?:string~v1.TolerationOperator;value?:string;effect?:string~v1.TaintEffect;tolerationSeconds*?:int64",
  "core/v1.TopologySelectorLabelRequirement": "key:string;values:[]string l=atomic/",
  "core/v1.TopologySelectorTerm":
    "!matchLabelExpressions?:[]core/v1.TopologySelectorLabelRequirement l=atomic/",
  "core/v1.TopologySpreadConstraint":
    "maxSkew:int32;topologyKey:string;whenUnsatisfiable:string~v1.UnsatisfiableConstraintAction;labelSelector*?:meta/v1.LabelSelector;minDomains*?:int32;nodeAffinityPolicy*?:string~v1.NodeInclusionPolicy;nodeTaintsPolicy*?:string~v1.NodeInclusionPolicy;matchLabelKeys?:[]string l=atomic/",
  "core/v1.TypedLocalObjectReference": "!apiGroup*:string;kind:string;name:string",
  "core/v1.TypedObjectReference": "apiGroup*:string;kind:string;name:string;namespace*?:string",
  "core/v1.Volume":
    "name:string;hostPath*?:core/v1.HostPathVolumeSource;emptyDir*?:core/v1.EmptyDirVolumeSource;gcePersistentDisk*?:core/v1.GCEPersistentDiskVolumeSource;awsElasticBlockStore*?:core/v1.AWSElasticBlockStoreVolumeSource;gitRepo*?:core/v1.GitRepoVolumeSource;secret*?:core/v1.SecretVolumeSource;nfs*?:core/v1.NFSVolumeSource;iscsi*?:core/v1.ISCSIVolumeSource;glusterfs*?:core/v1.GlusterfsVolumeSource;persistentVolumeClaim*?:core/v1.PersistentVolumeClaimVolumeSource;rbd*?:core/v1.RBDVolumeSource;flexVolume*?:core/v1.FlexVolumeSource;cinder*?:core/v1.CinderVolumeSource;cephfs*?:core/v1.CephFSVolumeSource;flocker*?:core/v1.FlockerVolumeSource;downwardAPI*?:core/v1.DownwardAPIVolumeSource;fc*?:core/v1.FCVolumeSource;azureFile*?:core/v1.AzureFileVolumeSource;configMap*?:core/v1.ConfigMapVolumeSource;vsphereVolume*?:core/v1.VsphereVirtualDiskVolumeSource;quobyte*?:core/v1.QuobyteVolumeSource;azureDisk*?:core/v1.AzureDiskVolumeSource;photonPersistentDisk*?:core/v1.PhotonPersistentDiskVolumeSource;projected*?:core/v1.ProjectedVolumeSource;portworxVolume*?:core/v1.PortworxVolumeSource;scaleIO*?:core/v1.ScaleIOVolumeSource;storageos*?:core/v1.StorageOSVolumeSource;csi*?:core/v1.CSIVolumeSource;ephemeral*?:core/v1.EphemeralVolumeSource;image*?:core/v1.ImageVolumeSource",
  "core/v1.VolumeDevice": "name:string;devicePath:string",
  "core/v1.VolumeMount":
    "name:string;readOnly?:bool;recursiveReadOnly*?:string~v1.RecursiveReadOnlyMode;mountPath:string;subPath?:string;mountPropagation*?:string~v1.MountPropagationMode;subPathExpr?:string",
  "core/v1.VolumeMountStatus":
    "name:string;mountPath:string;readOnly?:bool;recursiveReadOnly*?:string~v1.RecursiveReadOnlyMode;volumeStatus*?:core/v1.VolumeStatus",
  "core/v1.VolumeNodeAffinity": "required*?:core/v1.NodeSelector",
  "core/v1.VolumeProjection":
    "secret*?:core/v1.SecretProjection;downwardAPI*?:core/v1.DownwardAPIProjection;configMap*?:core/v1.ConfigMapProjection;serviceAccountToken*?:core/v1.ServiceAccountTokenProjection;clusterTrustBundle*?:core/v1.ClusterTrustBundleProjection;podCertificate*?:core/v1.PodCertificateProjection",
  "core/v1.VolumeResourceRequirements": "limits?:{}quantity;requests?:{}quantity",
  "core/v1.VolumeStatus": "image*?:core/v1.ImageVolumeStatus",
  "core/v1.VsphereVirtualDiskVolumeSource":
    "volumePath:string;fsType?:string;storagePolicyName?:string;storagePolicyID?:string",
  "core/v1.WeightedPodAffinityTerm": "weight:int32;podAffinityTerm:core/v1.PodAffinityTerm",
  "core/v1.WindowsSecurityContextOptions":
    "gmsaCredentialSpecName*?:string;gmsaCredentialSpec*?:string;runAsUserName*?:string;hostProcess*?:bool",
  "discovery/v1.Endpoint":
    "addresses:[]string l=set/;conditions:discovery/v1.EndpointConditions;hostname*?:string;targetRef*?:core/v1.ObjectReference;deprecatedTopology?:{}string;nodeName*?:string;zone*?:string;hints*?:discovery/v1.EndpointHints",
  "discovery/v1.EndpointConditions": "ready*?:bool;serving*?:bool;terminating*?:bool",
  "discovery/v1.EndpointHints":
    "forZones?:[]discovery/v1.ForZone l=atomic/;forNodes?:[]discovery/v1.ForNode l=atomic/",
  "discovery/v1.EndpointPort":
    "!name*?:string;protocol*?:string~v1.Protocol;port*?:int32;appProtocol*?:string",
  "discovery/v1.EndpointSlice":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;addressType:string~v1.AddressType;endpoints:[]discovery/v1.Endpoint l=atomic/;ports:[]discovery/v1.EndpointPort l=atomic/",
  "discovery/v1.ForNode": "name:string",
  "discovery/v1.ForZone": "name:string",
  "events/v1.Event":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;eventTime:microtime;series*?:events/v1.EventSeries;reportingController?:string;reportingInstance?:string;action?:string;reason?:string;regarding:core/v1.ObjectReference;related*?:core/v1.ObjectReference;note?:string;type?:string;deprecatedSource:core/v1.EventSource;deprecatedFirstTimestamp:time;deprecatedLastTimestamp:time;deprecatedCount?:int32",
  "events/v1.EventSeries": "count:int32;lastObservedTime:microtime",
  "flowcontrol/v1.ExemptPriorityLevelConfiguration":
    "nominalConcurrencyShares*?:int32;lendablePercent*?:int32",
  "flowcontrol/v1.FlowDistinguisherMethod": "type:string~v1.FlowDistinguisherMethodType",
  "flowcontrol/v1.FlowSchema":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:flowcontrol/v1.FlowSchemaSpec;status:flowcontrol/v1.FlowSchemaStatus",
  "flowcontrol/v1.FlowSchemaCondition":
    "type?:string~v1.FlowSchemaConditionType;status?:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "flowcontrol/v1.FlowSchemaSpec":
    "priorityLevelConfiguration:flowcontrol/v1.PriorityLevelConfigurationReference;matchingPrecedence:int32;distinguisherMethod*?:flowcontrol/v1.FlowDistinguisherMethod;rules?:[]flowcontrol/v1.PolicyRulesWithSubjects l=atomic/",
  "flowcontrol/v1.FlowSchemaStatus":
    "conditions?:[]flowcontrol/v1.FlowSchemaCondition p=merge/type l=map/type",
  "flowcontrol/v1.GroupSubject": "name:string",
  "flowcontrol/v1.LimitResponse":
    "type:string~v1.LimitResponseType;queuing*?:flowcontrol/v1.QueuingConfiguration",
  "flowcontrol/v1.LimitedPriorityLevelConfiguration":
    "nominalConcurrencyShares*:int32;limitResponse:flowcontrol/v1.LimitResponse;lendablePercent*?:int32;borrowingLimitPercent*?:int32",
  "flowcontrol/v1.NonResourcePolicyRule": "verbs:[]string l=set/;nonResourceURLs:[]string l=set/",
  "flowcontrol/v1.PolicyRulesWithSubjects":
    "subjects:[]flowcontrol/v1.Subject l=atomic/;resourceRules?:[]flowcontrol/v1.ResourcePolicyRule l=atomic/;nonResourceRules?:[]flowcontrol/v1.NonResourcePolicyRule l=atomic/",
  "flowcontrol/v1.PriorityLevelConfiguration":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:flowcontrol/v1.PriorityLevelConfigurationSpec;status:flowcontrol/v1.PriorityLevelConfigurationStatus",
  "flowcontrol/v1.PriorityLevelConfigurationCondition":
    "type?:string~v1.PriorityLevelConfigurationConditionType;status?:string~v1.ConditionStatus;lastTransitionTime:time;reason?:string;message?:string",
  "flowcontrol/v1.PriorityLevelConfigurationReference": "name:string",
  "flowcontrol/v1.PriorityLevelConfigurationSpec":
    "type:string~v1.PriorityLevelEnablement;limited*?:flowcontrol/v1.LimitedPriorityLevelConfiguration;exempt*?:flowcontrol/v1.ExemptPriorityLevelConfiguration",
  "flowcontrol/v1.PriorityLevelConfigurationStatus":
    "conditions?:[]flowcontrol/v1.PriorityLevelConfigurationCondition p=merge/type l=map/type",
  "flowcontrol/v1.QueuingConfiguration": "queues:int32;handSize:int32;queueLengthLimit:int32",
  "flowcontrol/v1.ResourcePolicyRule":
    "verbs:[]string l=set/;apiGroups:[]string l=set/;resources:[]string l=set/;clusterScope?:bool;namespaces:[]string l=set/",
  "flowcontrol/v1.ServiceAccountSubject": "namespace:string;name:string",
  "flowcontrol/v1.Subject":
    "kind:string~v1.SubjectKind;user*?:flowcontrol/v1.UserSubject;group*?:flowcontrol/v1.GroupSubject;serviceAccount*?:flowcontrol/v1.ServiceAccountSubject",
  "flowcontrol/v1.UserSubject": "name:string",
  "meta/v1.Condition":
    "type:string;status:string~v1.ConditionStatus;observedGeneration?:int64;lastTransitionTime:time;reason:string;message:string",
  "meta/v1.DeleteOptions":
    "kind?:string;apiVersion?:string;gracePeriodSeconds*?:int64;preconditions*?:meta/v1.Preconditions;orphanDependents*?:bool;propagationPolicy*?:string~v1.DeletionPropagation;dryRun?:[]string l=atomic/;ignoreStoreReadErrorWithClusterBreakingPotential*?:bool",
  "meta/v1.FieldSelectorRequirement":
    "key:string;operator:string~v1.FieldSelectorOperator;values?:[]string l=atomic/",
  "meta/v1.LabelSelector":
    "!matchLabels?:{}string;matchExpressions?:[]meta/v1.LabelSelectorRequirement l=atomic/",
  "meta/v1.LabelSelectorRequirement":
    "key:string;operator:string~v1.LabelSelectorOperator;values?:[]string l=atomic/",
  "meta/v1.ManagedFieldsEntry":
    "manager?:string;operation?:string~v1.ManagedFieldsOperationType;apiVersion?:string;time*?:time;fieldsType?:string;fieldsV1*?:any;subresource?:string",
  "meta/v1.ObjectMeta":
    "name?:string;generateName?:string;namespace?:string;selfLink?:string;uid?:string~types.UID;resourceVersion?:string;generation?:int64;creationTimestamp?:time;deletionTimestamp*?:time;deletionGracePeriodSeconds*?:int64;labels?:{}string;annotations?:{}string;ownerReferences?:[]meta/v1.OwnerReference p=merge/uid l=map/uid;finalizers?:[]string p=merge/ l=set/;managedFields?:[]meta/v1.ManagedFieldsEntry l=atomic/",
  "meta/v1.OwnerReference":
    "!apiVersion:string;kind:string;name:string;uid:string~types.UID;controller*?:bool;blockOwnerDeletion*?:bool",
  "meta/v1.Preconditions": "uid*?:string~types.UID;resourceVersion*?:string",
  "networking/v1.HTTPIngressPath":
    "path?:string;pathType*:string~v1.PathType;backend:networking/v1.IngressBackend",
  "networking/v1.HTTPIngressRuleValue": "paths:[]networking/v1.HTTPIngressPath l=atomic/",
  "networking/v1.IPAddress":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:networking/v1.IPAddressSpec",
  "networking/v1.IPAddressSpec": "parentRef*?:networking/v1.ParentReference",
  "networking/v1.IPBlock": "cidr:string;except?:[]string l=atomic/",
  "networking/v1.Ingress":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:networking/v1.IngressSpec;status:networking/v1.IngressStatus",
  "networking/v1.IngressBackend":
    "service*?:networking/v1.IngressServiceBackend;resource*?:core/v1.TypedLocalObjectReference",
  "networking/v1.IngressClass":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:networking/v1.IngressClassSpec",
  "networking/v1.IngressClassParametersReference":
    "apiGroup*?:string;kind:string;name:string;scope*:string;namespace*?:string",
  "networking/v1.IngressClassSpec":
    "controller?:string;parameters*?:networking/v1.IngressClassParametersReference",
  "networking/v1.IngressLoadBalancerIngress":
    "ip?:string;hostname?:string;ports?:[]networking/v1.IngressPortStatus l=atomic/",
  "networking/v1.IngressLoadBalancerStatus":
    "ingress?:[]networking/v1.IngressLoadBalancerIngress l=atomic/",
  "networking/v1.IngressPortStatus": "port:int32;protocol:string~v1.Protocol;error*?:string",
  "networking/v1.IngressRule": "host?:string;http*?:networking/v1.HTTPIngressRuleValue",
  "networking/v1.IngressServiceBackend": "name:string;port:networking/v1.ServiceBackendPort",
  "networking/v1.IngressSpec":
    "ingressClassName*?:string;defaultBackend*?:networking/v1.IngressBackend;tls?:[]networking/v1.IngressTLS l=atomic/;rules?:[]networking/v1.IngressRule l=atomic/",
  "networking/v1.IngressStatus": "loadBalancer:networking/v1.IngressLoadBalancerStatus",
  "networking/v1.IngressTLS": "hosts?:[]string l=atomic/;secretName?:string",
  "networking/v1.NetworkPolicy":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:networking/v1.NetworkPolicySpec",
  "networking/v1.NetworkPolicyEgressRule":
    "ports?:[]networking/v1.NetworkPolicyPort l=atomic/;to?:[]networking/v1.NetworkPolicyPeer l=atomic/",
  "networking/v1.NetworkPolicyIngressRule":
    "ports?:[]networking/v1.NetworkPolicyPort l=atomic/;from?:[]networking/v1.NetworkPolicyPeer l=atomic/",
  "networking/v1.NetworkPolicyPeer":
    "podSelector*?:meta/v1.LabelSelector;namespaceSelector*?:meta/v1.LabelSelector;ipBlock*?:networking/v1.IPBlock",
  "networking/v1.NetworkPolicyPort": "protocol*?:string~v1.Protocol;port*?:intstr;endPort*?:int32",
  "networking/v1.NetworkPolicySpec":
    "podSelector:meta/v1.LabelSelector;ingress?:[]networking/v1.NetworkPolicyIngressRule l=atomic/;egress?:[]networking/v1.NetworkPolicyEgressRule l=atomic/;policyTypes?:[]string~v1.PolicyType l=atomic/",
  "networking/v1.ParentReference": "group?:string;resource?:string;namespace?:string;name?:string",
  "networking/v1.ServiceBackendPort": "!name?:string;number?:int32",
  "networking/v1.ServiceCIDR":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:networking/v1.ServiceCIDRSpec;status:networking/v1.ServiceCIDRStatus",
  "networking/v1.ServiceCIDRSpec": "cidrs?:[]string l=atomic/",
  "networking/v1.ServiceCIDRStatus": "conditions?:[]meta/v1.Condition p=merge/type l=map/type",
  "node/v1.Overhead": "podFixed?:{}quantity",
  "node/v1.RuntimeClass":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;handler:string;overhead*?:node/v1.Overhead;scheduling*?:node/v1.Scheduling",
  "node/v1.Scheduling": "nodeSelector?:{}string a;tolerations?:[]core/v1.Toleration l=atomic/",
  "policy/v1.PodDisruptionBudget":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:policy/v1.PodDisruptionBudgetSpec;status:policy/v1.PodDisruptionBudgetStatus",
  "policy/v1.PodDisruptionBudgetSpec":
    "minAvailable*?:intstr;selector*?:meta/v1.LabelSelector p=replace/;maxUnavailable*?:intstr;unhealthyPodEvictionPolicy*?:string~v1.UnhealthyPodEvictionPolicyType",
  "policy/v1.PodDisruptionBudgetStatus":
    "observedGeneration?:int64;disruptedPods?:{}time;disruptionsAllowed:int32;currentHealthy:int32;desiredHealthy:int32;expectedPods:int32;conditions?:[]meta/v1.Condition p=merge/type l=map/type",
  "rbac/v1.AggregationRule": "clusterRoleSelectors?:[]meta/v1.LabelSelector l=atomic/",
  "rbac/v1.ClusterRole":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;rules:[]rbac/v1.PolicyRule l=atomic/;aggregationRule*?:rbac/v1.AggregationRule",
  "rbac/v1.ClusterRoleBinding":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;subjects?:[]rbac/v1.Subject l=atomic/;roleRef:rbac/v1.RoleRef",
  "rbac/v1.PolicyRule":
    "verbs:[]string l=atomic/;apiGroups?:[]string l=atomic/;resources?:[]string l=atomic/;resourceNames?:[]string l=atomic/;nonResourceURLs?:[]string l=atomic/",
  "rbac/v1.Role":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;rules:[]rbac/v1.PolicyRule l=atomic/",
  "rbac/v1.RoleBinding":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;subjects?:[]rbac/v1.Subject l=atomic/;roleRef:rbac/v1.RoleRef",
  "rbac/v1.RoleRef": "!apiGroup:string;kind:string;name:string",
  "rbac/v1.Subject": "!kind:string;apiGroup?:string;name:string;namespace?:string",
  "resource/v1.AllocatedDeviceStatus":
    "driver:string;pool:string;device:string;shareID*?:string;conditions:[]meta/v1.Condition l=map/type;data*?:any;networkData*?:resource/v1.NetworkDeviceData",
  "resource/v1.AllocationResult":
    "devices:resource/v1.DeviceAllocationResult;nodeSelector*?:core/v1.NodeSelector;allocationTimestamp*?:time",
  "resource/v1.CELDeviceSelector": "expression:string",
  "resource/v1.CapacityRequestPolicy":
    "default*:quantity;validValues?:[]quantity l=atomic/;validRange*?:resource/v1.CapacityRequestPolicyRange",
  "resource/v1.CapacityRequestPolicyRange": "min*?:quantity;max*?:quantity;step*?:quantity",
  "resource/v1.CapacityRequirements": "requests?:{}quantity",
  "resource/v1.Counter": "value:quantity",
  "resource/v1.CounterSet": "name:string;counters?:{}resource/v1.Counter",
  "resource/v1.Device":
    "name:string;attributes?:{}resource/v1.DeviceAttribute;capacity?:{}resource/v1.DeviceCapacity;consumesCounters?:[]resource/v1.DeviceCounterConsumption l=atomic/;nodeName*?:string;nodeSelector*?:core/v1.NodeSelector;allNodes*?:bool;taints?:[]resource/v1.DeviceTaint l=atomic/;bindsToNode*?:bool;bindingConditions?:[]string l=atomic/;bindingFailureConditions?:[]string l=atomic/;allowMultipleAllocations*?:bool;nodeAllocatableResourceMappings?:{}resource/v1.NodeAllocatableResourceMapping",
  "resource/v1.DeviceAllocationConfiguration":
    "source:string~v1.AllocationConfigSource;requests?:[]string l=atomic/;opaque*?:resource/v1.OpaqueDeviceConfiguration",
  "resource/v1.DeviceAllocationResult":
    "results?:[]resource/v1.DeviceRequestAllocationResult l=atomic/;config?:[]resource/v1.DeviceAllocationConfiguration l=atomic/",
  "resource/v1.DeviceAttribute":
    "int*?:int64;bool*?:bool;string*?:string;version*?:string;ints?:[]int64 l=atomic/;bools?:[]bool l=atomic/;strings?:[]string l=atomic/;versions?:[]string l=atomic/",
  "resource/v1.DeviceCapacity": "value:quantity;requestPolicy*?:resource/v1.CapacityRequestPolicy",
  "resource/v1.DeviceClaim":
    "requests:[]resource/v1.DeviceRequest l=atomic/;constraints?:[]resource/v1.DeviceConstraint l=atomic/;config?:[]resource/v1.DeviceClaimConfiguration l=atomic/",
  "resource/v1.DeviceClaimConfiguration":
    "requests?:[]string l=atomic/;opaque*?:resource/v1.OpaqueDeviceConfiguration",
  "resource/v1.DeviceClass":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:resource/v1.DeviceClassSpec",
  "resource/v1.DeviceClassConfiguration": "opaque*?:resource/v1.OpaqueDeviceConfiguration",
  "resource/v1.DeviceClassSpec":
    "selectors?:[]resource/v1.DeviceSelector l=atomic/;config?:[]resource/v1.DeviceClassConfiguration l=atomic/;extendedResourceName*?:string",
  "resource/v1.DeviceConstraint":
    "requests?:[]string l=atomic/;matchAttribute*?:string~v1.FullyQualifiedName;distinctAttribute*?:string~v1.FullyQualifiedName",
  "resource/v1.DeviceCounterConsumption": "counterSet:string;counters?:{}resource/v1.Counter",
  "resource/v1.DeviceRequest":
    "name:string;exactly*?:resource/v1.ExactDeviceRequest;firstAvailable?:[]resource/v1.DeviceSubRequest l=atomic/",
  "resource/v1.DeviceRequestAllocationResult":
    "request:string;driver:string;pool:string;device:string;adminAccess*?:bool;tolerations?:[]resource/v1.DeviceToleration l=atomic/;bindingConditions?:[]string l=atomic/;bindingFailureConditions?:[]string l=atomic/;shareID*?:string~types.UID;consumedCapacity?:{}quantity",
  "resource/v1.DeviceSelector": "cel*?:resource/v1.CELDeviceSelector",
  "resource/v1.DeviceSubRequest":
    "name:string;deviceClassName:string;selectors?:[]resource/v1.DeviceSelector l=atomic/;allocationMode?:string~v1.DeviceAllocationMode;count?:int64;tolerations?:[]resource/v1.DeviceToleration l=atomic/;capacity*?:resource/v1.CapacityRequirements",
  "resource/v1.DeviceTaint":
    "key:string;value?:string;effect:string~v1.DeviceTaintEffect;timeAdded*?:time",
  "resource/v1.DeviceToleration":
    'key?:string;operator?:string~v1.DeviceTolerationOperator d="Equal";value?:string;effect?:string~v1.DeviceTaintEffect;tolerationSeconds*?:int64',
  "resource/v1.ExactDeviceRequest":
    "deviceClassName:string;selectors?:[]resource/v1.DeviceSelector l=atomic/;allocationMode?:string~v1.DeviceAllocationMode;count?:int64;adminAccess*?:bool;tolerations?:[]resource/v1.DeviceToleration l=atomic/;capacity*?:resource/v1.CapacityRequirements",
  "resource/v1.NetworkDeviceData":
    "interfaceName?:string;ips?:[]string l=atomic/;hardwareAddress?:string",
  "resource/v1.NodeAllocatableResourceMapping":
    "capacityKey*?:string~v1.QualifiedName;allocationMultiplier*?:quantity",
  "resource/v1.OpaqueDeviceConfiguration": "driver:string;parameters:any",
  "resource/v1.ResourceClaim":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:resource/v1.ResourceClaimSpec;status:resource/v1.ResourceClaimStatus",
  "resource/v1.ResourceClaimConsumerReference":
    "apiGroup?:string;resource:string;name:string;uid:string~types.UID",
  "resource/v1.ResourceClaimSpec": "devices:resource/v1.DeviceClaim",
  "resource/v1.ResourceClaimStatus":
    "allocation*?:resource/v1.AllocationResult;reservedFor?:[]resource/v1.ResourceClaimConsumerReference p=merge/uid l=map/uid;devices?:[]resource/v1.AllocatedDeviceStatus l=map/driver,device,pool,shareID",
  "resource/v1.ResourceClaimTemplate":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:resource/v1.ResourceClaimTemplateSpec",
  "resource/v1.ResourceClaimTemplateSpec":
    "metadata:meta/v1.ObjectMeta;spec:resource/v1.ResourceClaimSpec",
  "resource/v1.ResourcePool": "name:string;generation:int64;resourceSliceCount:int64",
  "resource/v1.ResourceSlice":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:resource/v1.ResourceSliceSpec",
  "resource/v1.ResourceSliceSpec":
    "driver:string;pool:resource/v1.ResourcePool;nodeName*?:string;nodeSelector*?:core/v1.NodeSelector;allNodes*?:bool;devices?:[]resource/v1.Device l=atomic/;perDeviceNodeSelection*?:bool;sharedCounters?:[]resource/v1.CounterSet l=atomic/",
  "scheduling/v1.PriorityClass":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;value:int32;globalDefault?:bool;description?:string;preemptionPolicy*?:string~v1.PreemptionPolicy",
  "storage/v1.CSIDriver":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:storage/v1.CSIDriverSpec",
  "storage/v1.CSIDriverSpec":
    "attachRequired*?:bool;podInfoOnMount*?:bool;volumeLifecycleModes?:[]string~v1.VolumeLifecycleMode l=set/;storageCapacity*?:bool;fsGroupPolicy*?:string~v1.FSGroupPolicy;tokenRequests?:[]storage/v1.TokenRequest l=atomic/;requiresRepublish*?:bool;seLinuxMount*?:bool;nodeAllocatableUpdatePeriodSeconds*?:int64;serviceAccountTokenInSecrets*?:bool;preventPodSchedulingIfMissing*?:bool",
  "storage/v1.CSINode":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:storage/v1.CSINodeSpec",
  "storage/v1.CSINodeDriver":
    "name:string;nodeID:string;topologyKeys:[]string l=atomic/;allocatable*?:storage/v1.VolumeNodeResources",
  "storage/v1.CSINodeSpec": "drivers:[]storage/v1.CSINodeDriver p=merge/name l=map/name",
  "storage/v1.CSIStorageCapacity":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;nodeTopology*?:meta/v1.LabelSelector;storageClassName:string;capacity*?:quantity;maximumVolumeSize*?:quantity",
  "storage/v1.StorageClass":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;provisioner:string;parameters?:{}string;reclaimPolicy*?:string~v1.PersistentVolumeReclaimPolicy;mountOptions?:[]string l=atomic/;allowVolumeExpansion*?:bool;volumeBindingMode*?:string~v1.VolumeBindingMode;allowedTopologies?:[]core/v1.TopologySelectorTerm l=atomic/",
  "storage/v1.TokenRequest": "audience:string;expirationSeconds*?:int64",
  "storage/v1.VolumeAttachment":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;spec:storage/v1.VolumeAttachmentSpec;status:storage/v1.VolumeAttachmentStatus",
  "storage/v1.VolumeAttachmentSource":
    "persistentVolumeName*?:string;inlineVolumeSpec*?:core/v1.PersistentVolumeSpec",
  "storage/v1.VolumeAttachmentSpec":
    "attacher:string;source:storage/v1.VolumeAttachmentSource;nodeName:string",
  "storage/v1.VolumeAttachmentStatus":
    "attached:bool d=false;attachmentMetadata?:{}string;attachError*?:storage/v1.VolumeError;detachError*?:storage/v1.VolumeError",
  "storage/v1.VolumeAttributesClass":
    "kind?:string;apiVersion?:string;metadata:meta/v1.ObjectMeta;driverName:string;parameters?:{}string",
  "storage/v1.VolumeError": "time:time;message?:string;errorCode*?:int32",
  "storage/v1.VolumeNodeResources": "count*?:int32",
};
