package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"syscall"
	"time"
)

// ctlChurn: POST /ctl/churn?resource=pods&events=M. Waits for an open watch, answers with the version of the last
// event and the time at which the first will be written (a little later), then every open watch gets M events.
func ctlChurn(w http.ResponseWriter, req *http.Request) {
	q := req.URL.Query()
	r := resources[q.Get("resource")]
	events, _ := strconv.Atoi(q.Get("events"))
	if r == nil || events <= 0 || req.Method != "POST" {
		status(w, 400, "BadRequest", "POST resource= and events= needed")
		return
	}
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(time.Millisecond) {
		r.mu.Lock()
		if len(r.watchers) > 0 {
			break
		}
		r.mu.Unlock()
		if time.Now().After(deadline) {
			status(w, 503, "ServiceUnavailable", "no open watch")
			return
		}
	}
	defer r.mu.Unlock()
	c := churn{time.Now().Add(100 * time.Millisecond), r.last + 1, r.cursor, events}
	for k := 0; k < events; k++ {
		i := (c.cursor + k) % len(r.items)
		r.rv[i], r.tick[i] = c.firstRV+int64(k), c.firstRV+int64(k)-firstRV
	}
	r.last += int64(events)
	r.cursor = (r.cursor + events) % len(r.items)
	for ch := range r.watchers {
		ch <- c
	}
	reply(w, 200, fmt.Sprintf(`{"start_ms":%.3f,"last_rv":"%d","watchers":%d}`, ms(c.start), r.last, len(r.watchers)))
}

// ctlStats: what the store of a correct client holds now, what each churn took to write, and this process's CPU time.
func ctlStats(w http.ResponseWriter, req *http.Request) {
	r := resources[req.URL.Query().Get("resource")]
	if r == nil {
		status(w, 400, "BadRequest", "resource= needed")
		return
	}
	var use syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &use)
	r.mu.Lock()
	defer r.mu.Unlock()
	sum := int64(0)
	for _, v := range r.rv {
		sum += v - firstRV
	}
	body, _ := json.Marshal(map[string]any{
		"objects": len(r.items), "rv_sum": sum, "last_rv": strconv.FormatInt(r.last, 10), "churns": r.report,
		"cpu_s": float64(use.Utime.Sec+use.Stime.Sec) + float64(use.Utime.Usec+use.Stime.Usec)/1e6,
	})
	reply(w, 200, string(body))
}
