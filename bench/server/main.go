// Replay API server: just enough of the Kubernetes API for a list+watch client, from objects rendered at start.
//
//	server -addr 127.0.0.1:0 -n 20000 -watchlist=true
//
// It prints "listening ADDR" when ready. Objects never change except for resourceVersion and one counter, both of
// fixed width, so that every answer is a few memory copies and the client under test is the bottleneck.
package main

import (
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	firstRV  = 1_000_000_000 // ten digits, so that versions keep their width
	rvMark   = "@@@@@@@@@@"
	tickMark = "##########"
)

// item is one object cut around the bytes that vary: head RV mid TICK tail (the order may differ by kind).
type item struct {
	parts [3][]byte
	rv1st bool // the resourceVersion comes before the counter
}

type resource struct {
	group, version, plural, kind string
	typed                        bool // list items carry no kind/apiVersion; list keys in struct order
	prefix                       []byte
	items                        []item
	mu                           sync.Mutex
	rv                           []int64
	tick                         []int64
	last                         int64
	cursor                       int
	watchers                     map[chan churn]bool
	report                       []churnReport
}

type churn struct {
	start   time.Time
	firstRV int64
	cursor  int
	events  int
}

type churnReport struct {
	StartMs  float64 `json:"start_ms"`
	EndMs    float64 `json:"end_ms"`
	Bytes    int64   `json:"bytes"`
	Events   int     `json:"events"`
	FirstRV  int64   `json:"first_rv"`
	ElapsedS float64 `json:"elapsed_s"`
}

var (
	addr      = flag.String("addr", "127.0.0.1:0", "listen address")
	count     = flag.Int("n", 20000, "objects per resource")
	only      = flag.String("only", "pods,widgets", "resources to render")
	watchList = flag.Bool("watchlist", true, "serve sendInitialEvents (false: refuse with 422, as an old server)")
	chunk     = flag.Int("chunk", 65536, "bytes per write")
	verbose   = flag.Bool("v", false, "log requests")
	resources = map[string]*resource{}
)

func main() {
	flag.Parse()
	for _, name := range strings.Split(*only, ",") {
		r := &resource{plural: name, version: "v1", watchers: map[chan churn]bool{}}
		rnd := rand.New(rand.NewSource(42))
		switch name {
		case "pods":
			r.kind, r.typed = "Pod", true
			r.prefix = []byte(`"kind":"Pod","apiVersion":"v1",`)
		case "widgets":
			r.kind, r.group = "Widget", "bench.example.com"
		default:
			log.Fatalf("unknown resource %q", name)
		}
		total := 0
		for i := 0; i < *count; i++ {
			var text string
			if name == "pods" {
				text = podJSON(i, rnd)
			} else {
				text = widgetJSON(i, rnd)
			}
			if !json.Valid([]byte("{" + text)) {
				log.Fatalf("object %d is not JSON: %s", i, text)
			}
			total += len(text)
			r.items = append(r.items, cut(text))
			r.rv = append(r.rv, firstRV+int64(i)+1)
			r.tick = append(r.tick, 0)
		}
		r.last = firstRV + int64(*count)
		resources[name] = r
		fmt.Fprintf(os.Stderr, "%s: %d objects, %d bytes each on average\n", name, *count, total/max(1, *count))
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("listening", listener.Addr())
	log.Fatal(http.Serve(listener, http.HandlerFunc(serve)))
}

func cut(text string) item {
	a, b := strings.Index(text, rvMark), strings.Index(text, tickMark)
	if a < 0 || b < 0 || strings.Count(text, rvMark) != 1 || strings.Count(text, tickMark) != 1 {
		log.Fatalf("marks missing in %s", text)
	}
	first, second := min(a, b), max(a, b)
	return item{rv1st: a < b, parts: [3][]byte{
		[]byte(text[:first]), []byte(text[first+10 : second]), []byte(text[second+10:])}}
}

func (it *item) append(buf []byte, rv, tick int64) []byte {
	if !it.rv1st {
		rv, tick = tick+firstRV, rv
	} else {
		tick += firstRV
	}
	buf = append(buf, it.parts[0]...)
	buf = strconv.AppendInt(buf, rv, 10)
	buf = append(buf, it.parts[1]...)
	buf = strconv.AppendInt(buf, tick, 10)
	return append(buf, it.parts[2]...)
}

// out gathers bytes and writes them in slices of *chunk bytes.
type out struct {
	w    http.ResponseWriter
	buf  []byte
	sent int64
	err  error
}

func (o *out) spill(final bool) {
	for len(o.buf) >= *chunk || final && len(o.buf) > 0 {
		n := min(len(o.buf), *chunk)
		if o.err == nil {
			_, o.err = o.w.Write(o.buf[:n])
		}
		o.sent += int64(n)
		if n == len(o.buf) {
			o.buf = o.buf[:0]
		} else {
			o.buf = append(o.buf[:0], o.buf[n:]...)
		}
	}
	if final {
		o.w.(http.Flusher).Flush()
	}
}

func serve(w http.ResponseWriter, req *http.Request) {
	if *verbose {
		log.Println(req.Method, req.URL, req.Header.Get("Accept"), req.Header.Get("Accept-Encoding"), req.Header.Get("User-Agent"))
	}
	path := strings.TrimSuffix(req.URL.Path, "/")
	switch {
	case path == "/ctl/churn":
		ctlChurn(w, req)
	case path == "/ctl/stats":
		ctlStats(w, req)
	case path == "/version":
		reply(w, 200, `{"major":"1","minor":"34","gitVersion":"v1.34.0","gitCommit":"0","gitTreeState":"clean","buildDate":"2025-01-01T00:00:00Z","goVersion":"go1.24","compiler":"gc","platform":"linux/amd64"}`)
	case path == "/api":
		reply(w, 200, `{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[{"clientCIDR":"0.0.0.0/0","serverAddress":"127.0.0.1"}]}`)
	case path == "/apis":
		reply(w, 200, `{"kind":"APIGroupList","apiVersion":"v1","groups":[`+group+`,`+extensions+`]}`)
	case path == "/apis/bench.example.com":
		reply(w, 200, `{"kind":"APIGroup","apiVersion":"v1",`+group[1:])
	case path == "/api/v1":
		reply(w, 200, `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[{"name":"namespaces","singularName":"namespace","namespaced":false,"kind":"Namespace","verbs":["get","list","watch"]},{"name":"pods","singularName":"pod","namespaced":true,"kind":"Pod","verbs":["get","list","patch","watch"]}]}`)
	case path == "/apis/bench.example.com/v1":
		reply(w, 200, `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"bench.example.com/v1","resources":[{"name":"widgets","singularName":"widget","namespaced":true,"kind":"Widget","verbs":["get","list","patch","watch"]}]}`)
	case path == "/apis/apiextensions.k8s.io/v1": // kopf waits until this kind is known
		reply(w, 200, `{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"apiextensions.k8s.io/v1","resources":[{"name":"customresourcedefinitions","singularName":"customresourcedefinition","namespaced":false,"kind":"CustomResourceDefinition","verbs":["get","list","watch"]}]}`)
	case path == "/api/v1/pods":
		collection(w, req, resources["pods"])
	case path == "/apis/bench.example.com/v1/widgets":
		collection(w, req, resources["widgets"])
	default:
		status(w, 404, "NotFound", "the server could not find the requested resource")
	}
}

const group = `{"name":"bench.example.com","versions":[{"groupVersion":"bench.example.com/v1","version":"v1"}],"preferredVersion":{"groupVersion":"bench.example.com/v1","version":"v1"}}`

const extensions = `{"name":"apiextensions.k8s.io","versions":[{"groupVersion":"apiextensions.k8s.io/v1","version":"v1"}],"preferredVersion":{"groupVersion":"apiextensions.k8s.io/v1","version":"v1"}}`

func reply(w http.ResponseWriter, code int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	w.Write([]byte(body))
}

func status(w http.ResponseWriter, code int, reason, message string) {
	reply(w, code, fmt.Sprintf(`{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":%q,"reason":%q,"code":%d}`, message, reason, code))
}

func collection(w http.ResponseWriter, req *http.Request, r *resource) {
	if r == nil {
		status(w, 404, "NotFound", "resource not rendered (-only)")
		return
	}
	q := req.URL.Query()
	watching := q.Get("watch") == "true" || q.Get("watch") == "1"
	if watching && req.Header.Get("Upgrade") != "" { // answered as a server without WebSocket watches
		status(w, 503, "ServiceUnavailable", "watches over WebSocket are not served here")
		return
	}
	if watching {
		r.watch(w, req)
		return
	}
	offset, limit, end := 0, 0, len(r.items)
	if s := q.Get("continue"); s != "" {
		raw, err := base64.RawURLEncoding.DecodeString(s)
		offset, _ = strconv.Atoi(string(raw))
		if err != nil || offset <= 0 || offset >= end {
			status(w, 410, "Expired", "bad continue token")
			return
		}
	}
	// As a real server with a watch cache: a list at resourceVersion=0 ignores the limit.
	if q.Get("resourceVersion") != "0" {
		limit, _ = strconv.Atoi(q.Get("limit"))
	}
	next := ""
	if limit > 0 && offset+limit < end {
		end = offset + limit
		next = base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(end)))
	}
	remain := len(r.items) - end
	r.mu.Lock()
	rv, tick, last := append([]int64(nil), r.rv[offset:end]...), append([]int64(nil), r.tick[offset:end]...), r.last
	r.mu.Unlock()
	meta := fmt.Sprintf(`"metadata":{"resourceVersion":"%d"`, last)
	if next != "" {
		meta = fmt.Sprintf(`"metadata":{"continue":"%s","remainingItemCount":%d,"resourceVersion":"%d"`, next, remain, last)
	}
	meta += "}"
	gv := r.version
	if r.group != "" {
		gv = r.group + "/" + r.version
	}
	w.Header().Set("Content-Type", "application/json")
	o := &out{w: w, buf: make([]byte, 0, *chunk+16384)}
	if r.typed { // struct order, as built-in types come
		o.buf = append(o.buf, fmt.Sprintf(`{"kind":"%sList","apiVersion":"%s",%s,"items":[`, r.kind, gv, meta)...)
	} else { // sorted keys, as custom resources come: the list's version is at the very end
		o.buf = append(o.buf, fmt.Sprintf(`{"apiVersion":"%s","items":[`, gv)...)
	}
	for i := offset; i < end; i++ {
		if i > offset {
			o.buf = append(o.buf, ',')
		}
		o.buf = r.items[i].append(append(o.buf, '{'), rv[i-offset], tick[i-offset])
		o.spill(false)
	}
	if r.typed {
		o.buf = append(o.buf, "]}\n"...)
	} else {
		o.buf = append(o.buf, fmt.Sprintf(`],"kind":"%sList",%s}`+"\n", r.kind, meta)...)
	}
	o.spill(true)
}

func (r *resource) event(buf []byte, kind string, i int, rv, tick int64) []byte {
	buf = append(buf, `{"type":"`...)
	buf = append(buf, kind...)
	buf = append(buf, `","object":{`...)
	buf = append(buf, r.prefix...)
	buf = r.items[i].append(buf, rv, tick)
	return append(buf, "}\n"...)
}

func (r *resource) watch(w http.ResponseWriter, req *http.Request) {
	q := req.URL.Query()
	initial := q.Get("sendInitialEvents") == "true"
	if q.Has("sendInitialEvents") && !*watchList {
		status(w, 422, "Invalid", "ListOptions.meta.k8s.io \"\" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled")
		return
	}
	if initial && q.Get("resourceVersionMatch") != "NotOlderThan" {
		status(w, 422, "Invalid", "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")
		return
	}
	synthetic := initial || !q.Has("sendInitialEvents") && (q.Get("resourceVersion") == "" || q.Get("resourceVersion") == "0")
	r.mu.Lock()
	rv, tick, last := append([]int64(nil), r.rv...), append([]int64(nil), r.tick...), r.last
	ch := make(chan churn, 16)
	r.watchers[ch] = true
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		delete(r.watchers, ch)
		r.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(200)
	o := &out{w: w, buf: make([]byte, 0, *chunk+16384)}
	if synthetic {
		for i := range r.items {
			o.buf = r.event(o.buf, "ADDED", i, rv[i], tick[i])
			o.spill(false)
		}
		if initial && q.Get("allowWatchBookmarks") == "true" {
			tail := ""
			if r.kind == "Pod" {
				tail = `,"spec":{"containers":null},"status":{}`
			}
			prefix := string(r.prefix)
			if prefix == "" {
				prefix = fmt.Sprintf(`"apiVersion":"%s/%s","kind":"%s",`, r.group, r.version, r.kind)
			}
			o.buf = append(o.buf, fmt.Sprintf(`{"type":"BOOKMARK","object":{%s"metadata":{"annotations":{"k8s.io/initial-events-end":"true"},"creationTimestamp":null,"resourceVersion":"%d"}%s}}`+"\n", prefix, last, tail)...)
		}
	}
	o.spill(true)
	for {
		select {
		case <-req.Context().Done():
			return
		case c := <-ch:
			time.Sleep(time.Until(c.start))
			begin, before := time.Now(), o.sent
			for k := 0; k < c.events; k++ {
				i := (c.cursor + k) % len(r.items)
				v := c.firstRV + int64(k)
				o.buf = r.event(o.buf, "MODIFIED", i, v, v-firstRV)
				o.spill(false)
			}
			o.spill(true)
			if o.err != nil {
				return
			}
			end := time.Now()
			r.mu.Lock()
			r.report = append(r.report, churnReport{ms(begin), ms(end), o.sent - before, c.events, c.firstRV, end.Sub(begin).Seconds()})
			r.mu.Unlock()
		}
	}
}

func ms(t time.Time) float64 { return float64(t.UnixMicro()) / 1000 }
