import { expect, test } from 'vitest'
import { isOnSite, usableInterfaces, type InterfaceList } from '#main/discovery/interfaces.ts'
import { interfaceAt } from './lan.ts'

const LOOPBACK = interfaceAt('127.0.0.1', 8)
const WIFI = interfaceAt('192.168.1.3')

function named(name: string, list: InterfaceList): InterfaceList {
  return { [name]: Object.values(list)[0] }
}

function addresses(list: InterfaceList, loopback = false): readonly string[] {
  return usableInterfaces(list, loopback).map(({ address }) => address)
}

test('every network is used, those without a router included, and loopback only where there is no other', () => {
  const cable = named('cable', interfaceAt('169.254.9.9', 16))
  expect(addresses({ ...LOOPBACK, ...WIFI, ...cable })).toEqual(['192.168.1.3', '169.254.9.9'])
  expect(addresses({ ...LOOPBACK, ...WIFI }, true)).toEqual(['127.0.0.1', '192.168.1.3'])
  expect(addresses(LOOPBACK)).toEqual(['127.0.0.1'])
  expect(addresses({})).toEqual([])
})

test('a network with IPv6 alone is left out', () => {
  const ipv6 = {
    address: 'fe80::1',
    netmask: '',
    family: 'IPv6',
    mac: '',
    internal: false,
    cidr: 'fe80::1/64',
    scopeid: 1,
  }
  expect(addresses({ eth1: [{ ...ipv6, family: 'IPv6' }] })).toEqual([])
})

test('a computer with a hundred virtual networks uses a few', () => {
  const list = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [`veth${i}`, interfaceAt(`10.0.${i}.1`)['eth0']]),
  )
  expect(addresses(list)).toHaveLength(16)
})

test('neighbours are those of the same network', () => {
  const [wifi] = usableInterfaces(WIFI, false)
  expect(['192.168.1.1', '192.168.1.254'].map((address) => wifi?.isNeighbour(address))).toEqual([true, true])
  expect(['192.168.2.1', '8.8.8.8', '::1', 'x', ''].map((address) => wifi?.isNeighbour(address))).toEqual(
    Array.from({ length: 5 }, () => false),
  )
})

test('at the end of a tunnel whoever is heard is a neighbour', () => {
  const [tunnel] = usableInterfaces(interfaceAt('100.100.1.1', 32), false)
  expect(tunnel?.isNeighbour('100.100.7.7')).toBe(true)
})

test('another address of the same interface sets it up anew', () => {
  const [before] = usableInterfaces(WIFI, false)
  const [after] = usableInterfaces(interfaceAt('192.168.1.4'), false)
  expect(before?.key).not.toBe(after?.key)
})

test('only local addresses may be dialled on a stranger’s word', () => {
  const [wifi] = usableInterfaces(interfaceAt('130.60.1.3'), false)
  const local = ['130.60.1.9', '10.0.0.1', '172.31.255.255', '192.168.0.1', '169.254.1.1', '100.64.0.1']
  const foreign = [
    '130.60.2.9',
    '8.8.8.8',
    '172.32.0.1',
    '127.0.0.1',
    '224.0.0.251',
    '0.0.0.0',
    '255.255.255.255',
    'a.local',
    '::1',
  ]
  expect(local.filter((address) => !isOnSite(address, wifi!))).toEqual([])
  expect(foreign.filter((address) => isOnSite(address, wifi!))).toEqual([])
})
