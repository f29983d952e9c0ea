// Two of client-go's shared informers: a typed one of config maps, a dynamic one of widgets. For each line on stdin it
// writes what they hold: one line of JSON, keys "resource namespace/name", values "uid@resourceVersion".
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

func main() {
	server := flag.String("server", "", "base URL")
	flag.Parse()
	config := &rest.Config{Host: *server, QPS: 1000, Burst: 1000}
	typed := informers.NewSharedInformerFactory(kubernetes.NewForConfigOrDie(config), 0)
	untyped := dynamicinformer.NewDynamicSharedInformerFactory(dynamic.NewForConfigOrDie(config), 0)
	widgets := schema.GroupVersionResource{Group: "conformance.example.test", Version: "v1", Resource: "widgets"}
	held := map[string]cache.SharedIndexInformer{
		"configmaps": typed.Core().V1().ConfigMaps().Informer(),
		"widgets":    untyped.ForResource(widgets).Informer(),
	}
	stop := make(chan struct{})
	typed.Start(stop)
	untyped.Start(stop)
	input := bufio.NewScanner(os.Stdin)
	for input.Scan() {
		state := map[string]string{}
		for resource, informer := range held {
			for _, object := range informer.GetStore().List() {
				accessor, err := meta.Accessor(object)
				if err != nil {
					panic(err)
				}
				key := fmt.Sprintf("%s %s/%s", resource, accessor.GetNamespace(), accessor.GetName())
				state[key] = fmt.Sprintf("%s@%s", accessor.GetUID(), accessor.GetResourceVersion())
			}
		}
		text, err := json.Marshal(state)
		if err != nil {
			panic(err)
		}
		fmt.Println(string(text))
	}
}
