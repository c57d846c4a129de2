// Command endpoints reads, changes or writes HNS v1 endpoints and prints the CPU seconds that one time takes.
//
//	endpoints decode|change|encode FILE TIMES
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

type many struct {
	Success bool
	Output  []Endpoint
}

type one struct {
	Success bool
	Output  Endpoint
}

func main() {
	data, err := os.ReadFile(os.Args[2])
	check(err)
	times, err := strconv.Atoi(os.Args[3])
	check(err)
	work := verb(os.Args[1], data)
	start := cpu()
	for range times {
		work()
	}
	fmt.Println((cpu() - start) / float64(times))
}

func verb(name string, data []byte) func() {
	switch name {
	case "decode":
		return func() { read(data, &many{}) }
	case "change":
		return func() {
			var answer one
			read(data, &answer)
			answer.Output.DNSSuffix = "example.com"
			write(answer.Output)
		}
	}
	var answer many
	read(data, &answer)
	return func() { write(answer.Output) }
}

func read(data []byte, value any) { check(json.Unmarshal(data, value)) }

func write(value any) {
	_, err := json.Marshal(value)
	check(err)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// cpu returns the CPU seconds of the process so far, those of the garbage collector included.
func cpu() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return seconds(usage.Utime) + seconds(usage.Stime)
}

func seconds(t syscall.Timeval) float64 { return float64(t.Sec) + float64(t.Usec)/1e6 }
