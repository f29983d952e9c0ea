//! Two of kube-rs's reflectors: one of config maps that lists and watches, one of widgets that asks for WatchList. For
//! each line on stdin it writes what they hold: one line of JSON, keys "resource namespace/name", values
//! "uid@resourceVersion".
use std::collections::BTreeMap;

use futures::StreamExt;
use kube::{
    Api, Client, Config, ResourceExt,
    api::{ApiResource, DynamicObject, GroupVersionKind},
    runtime::{
        WatchStreamExt,
        reflector::{Store, store::Writer},
        watcher,
    },
};
use tokio::io::{AsyncBufReadExt, BufReader};

fn reflect(client: &Client, kind: &ApiResource, config: watcher::Config) -> Store<DynamicObject> {
    let writer = Writer::new(kind.clone());
    let reader = writer.as_reader();
    let api = Api::<DynamicObject>::all_with(client.clone(), kind);
    let mut stream = watcher(api, config)
        .default_backoff()
        .reflect(writer)
        .boxed();
    tokio::spawn(async move { while stream.next().await.is_some() {} });
    reader
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let server = std::env::args().nth(2).expect("--server URL");
    let client = Client::try_from(Config::new(server.parse()?))?;
    let maps = ApiResource::from_gvk(&GroupVersionKind::gvk("", "v1", "ConfigMap"));
    let widgets = ApiResource::from_gvk(&GroupVersionKind::gvk(
        "conformance.example.test",
        "v1",
        "Widget",
    ));
    let held = [
        (
            "configmaps",
            reflect(&client, &maps, watcher::Config::default()),
        ),
        (
            "widgets",
            reflect(
                &client,
                &widgets,
                watcher::Config::default().streaming_lists(),
            ),
        ),
    ];
    let mut input = BufReader::new(tokio::io::stdin()).lines();
    while input.next_line().await?.is_some() {
        let mut state = BTreeMap::new();
        for (resource, store) in &held {
            for object in store.state() {
                let key = format!(
                    "{resource} {}/{}",
                    object.namespace().unwrap_or_default(),
                    object.name_any()
                );
                let version = object.resource_version().unwrap_or_default();
                state.insert(
                    key,
                    format!("{}@{version}", object.uid().unwrap_or_default()),
                );
            }
        }
        println!("{}", serde_json::to_string(&state)?);
    }
    Ok(())
}
