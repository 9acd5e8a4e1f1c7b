// llama.cpp's side of `longrun bench decode` and `prefill`: node speed.mjs MODEL THREADS CONTEXT. Answers lines of
// standard input, "decode COUNT" and "prefill COUNT", with the seconds that they took.
import readline from "node:readline";
import {getLlama} from "node-llama-cpp";

const [path, threads, contextSize] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const llama = await getLlama({gpu: false, build: "never", logLevel: "error"});
const model = await llama.loadModel({modelPath: path});
const context = await model.createContext({contextSize, sequences: 1, threads, batchSize: 512, flashAttention: false});
const sequence = context.getSequence();
console.log("ready");
for await (const line of readline.createInterface({input: process.stdin})) {
    const [what, count] = [line.split(" ")[0], Number(line.split(" ")[1])];
    await sequence.clearHistory();
    const prompt = Array.from({length: what === "prefill" ? count : 1}, (_, i) => i * 37 % 256);
    const begin = process.hrtime.bigint();
    if (what === "prefill") {
        await sequence.evaluateWithoutGeneratingNewTokens(prompt);
    } else {
        let done = 0;
        for await (const token of sequence.evaluate(prompt, {temperature: 0, yieldEogToken: true})) {
            if (++done >= count) {
                break;
            }
        }
    }
    console.log(Number(process.hrtime.bigint() - begin) / 1e9);
}
