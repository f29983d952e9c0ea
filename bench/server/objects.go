package main

import (
	"fmt"
	"math/rand"
	"strings"
	"time"
)

func hex(rnd *rand.Rand, n int) string {
	const digits = "bcdf2456789ghjklmnpqrstvwxz"
	b := make([]byte, n)
	for i := range b {
		b[i] = digits[rnd.Intn(len(digits))]
	}
	return string(b)
}

func uid(rnd *rand.Rand) string {
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", rnd.Uint32(), rnd.Intn(65536), rnd.Intn(4096), rnd.Intn(4096), rnd.Int63n(1<<48))
}

func stamp(rnd *rand.Rand) string {
	return time.Unix(1_760_000_000+rnd.Int63n(20_000_000), 0).UTC().Format(time.RFC3339)
}

// podJSON renders the members of a pod, without the opening brace, in the order of the Go structs.
func podJSON(i int, rnd *rand.Rand) string {
	app := fmt.Sprintf("svc-%03d", i%397)
	ns := fmt.Sprintf("team-%03d", i%211)
	hash := hex(rnd, 10)
	name := fmt.Sprintf("%s-%s-%s", app, hash, hex(rnd, 5))
	node := fmt.Sprintf("ip-10-%d-%d-%d.eu-west-1.compute.internal", i%7, i%251, i%83)
	ip := fmt.Sprintf("10.%d.%d.%d", 64+i%60, i/250%250, i%250)
	host := fmt.Sprintf("10.%d.%d.%d", i%7, i%251, i%83)
	id, owner, at := uid(rnd), uid(rnd), stamp(rnd)
	two := i%8 == 0
	image := fmt.Sprintf("registry.example.com/team/%s:v1.%d.%d", app, i%20, i%9)
	sum := fmt.Sprintf("%016x%016x%016x%016x", rnd.Uint64(), rnd.Uint64(), rnd.Uint64(), rnd.Uint64())
	annotations := fmt.Sprintf(`"checksum/config":"%s","bench.example.com/tick":"%s"`, sum, tickMark)
	if i%8 == 1 {
		annotations += fmt.Sprintf(`,"k8s.v1.cni.cncf.io/network-status":"[{\n    \"name\": \"aws-cni\",\n    \"interface\": \"eth0\",\n    \"ips\": [\n        \"%s\"\n    ],\n    \"default\": true\n}]"`, ip)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `"metadata":{"name":"%s","generateName":"%s-%s-","namespace":"%s","uid":"%s","resourceVersion":"%s","generation":1,"creationTimestamp":"%s","labels":{"app.kubernetes.io/name":"%s","app.kubernetes.io/instance":"%s-prod","app.kubernetes.io/part-of":"%s","pod-template-hash":"%s"},"annotations":{%s},"ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"%s-%s","uid":"%s","controller":true,"blockOwnerDeletion":true}],`,
		name, app, hash, ns, id, rvMark, at, app, app, ns, hash, annotations, app, hash, owner)
	fmt.Fprintf(&b, `"managedFields":[{"manager":"kube-controller-manager","operation":"Update","apiVersion":"v1","time":"%s","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"f:checksum/config":{}},"f:generateName":{},"f:labels":{".":{},"f:app.kubernetes.io/instance":{},"f:app.kubernetes.io/name":{},"f:pod-template-hash":{}},"f:ownerReferences":{".":{},"k:{\"uid\":\"%s\"}":{}}},"f:spec":{"f:containers":{"k:{\"name\":\"app\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{}}},"f:dnsPolicy":{}}}},`, at, owner)
	fmt.Fprintf(&b, `{"manager":"kubelet","operation":"Update","apiVersion":"v1","time":"%s","fieldsType":"FieldsV1","fieldsV1":{"f:status":{"f:conditions":{"k:{\"type\":\"Ready\"}":{".":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}}},"f:containerStatuses":{},"f:hostIP":{},"f:phase":{},"f:podIP":{},"f:podIPs":{".":{},"k:{\"ip\":\"%s\"}":{".":{},"f:ip":{}}},"f:startTime":{}}},"subresource":"status"}]},`, at, ip)
	container := func(n string) string {
		return fmt.Sprintf(`{"name":"%s","image":"%s","ports":[{"name":"http","containerPort":8080,"protocol":"TCP"}],"env":[{"name":"LOG_LEVEL","value":"info"}],"resources":{"limits":{"memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}},"volumeMounts":[{"name":"kube-api-access-%s","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}],"readinessProbe":{"httpGet":{"path":"/ready","port":"http","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},"imagePullPolicy":"IfNotPresent"}`, n, image, hash[:5])
	}
	containers := container("app")
	if two {
		containers += "," + container("sidecar")
	}
	fmt.Fprintf(&b, `"spec":{"volumes":[{"name":"kube-api-access-%s","projected":{"sources":[{"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}}],"defaultMode":420}}],"containers":[%s],"restartPolicy":"Always","terminationGracePeriodSeconds":30,"dnsPolicy":"ClusterFirst","serviceAccountName":"%s","nodeName":"%s","securityContext":{"runAsNonRoot":true},"schedulerName":"default-scheduler","tolerations":[{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}],"priority":0,"enableServiceLinks":true},`,
		hash[:5], containers, app, node)
	statusOf := func(n string) string {
		return fmt.Sprintf(`{"name":"%s","state":{"running":{"startedAt":"%s"}},"lastState":{},"ready":true,"restartCount":%d,"image":"%s","imageID":"registry.example.com/team/%s@sha256:%s","containerID":"containerd://%s","started":true}`, n, at, i%3, image, app, sum, sum)
	}
	statuses := statusOf("app")
	if two {
		statuses += "," + statusOf("sidecar")
	}
	fmt.Fprintf(&b, `"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True","lastProbeTime":null,"lastTransitionTime":"%s"},{"type":"PodScheduled","status":"True","lastProbeTime":null,"lastTransitionTime":"%s"}],"hostIP":"%s","podIP":"%s","podIPs":[{"ip":"%s"}],"startTime":"%s","containerStatuses":[%s],"qosClass":"Burstable"}}`,
		at, at, host, ip, ip, at, statuses)
	return b.String()
}

// widgetJSON renders the members of a custom resource, without the opening brace, with sorted keys.
func widgetJSON(i int, rnd *rand.Rand) string {
	name := fmt.Sprintf("widget-%05d-%s", i, hex(rnd, 4))
	ns := fmt.Sprintf("team-%03d", i%211)
	at, size, image := stamp(rnd), i%9, fmt.Sprintf("registry.example.com/db:%d.%d", i%16, i%5)
	applied := fmt.Sprintf(`{\"apiVersion\":\"bench.example.com/v1\",\"kind\":\"Widget\",\"metadata\":{\"name\":\"%s\",\"namespace\":\"%s\"},\"spec\":{\"image\":\"%s\",\"size\":%d}}\n`, name, ns, image, size)
	return fmt.Sprintf(`"apiVersion":"bench.example.com/v1","kind":"Widget","metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"%s"},"creationTimestamp":"%s","finalizers":["bench.example.com/cleanup"],"generation":%d,"labels":{"app.kubernetes.io/managed-by":"bench","tier":"t%d"},"managedFields":[{"apiVersion":"bench.example.com/v1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:annotations":{".":{},"f:kubectl.kubernetes.io/last-applied-configuration":{}}},"f:spec":{".":{},"f:image":{},"f:size":{}}},"manager":"kubectl","operation":"Update","time":"%s"},{"apiVersion":"bench.example.com/v1","fieldsType":"FieldsV1","fieldsV1":{"f:status":{".":{},"f:conditions":{},"f:observedGeneration":{},"f:phase":{}}},"manager":"operator","operation":"Update","subresource":"status","time":"%s"}],"name":"%s","namespace":"%s","resourceVersion":"%s","uid":"%s"},"spec":{"image":"%s","size":%d,"storage":{"class":"gp3","size":"20Gi"}},"status":{"conditions":[{"lastTransitionTime":"%s","message":"all replicas are ready","observedGeneration":%d,"reason":"Ready","status":"True","type":"Ready"}],"observedGeneration":%d,"phase":"Ready","tick":"%s"}}`,
		applied, at, 1+i%5, i%4, at, at, name, ns, rvMark, uid(rnd), image, size, at, 1+i%5, 1+i%5, tickMark)
}
